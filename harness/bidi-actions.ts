import type { Browser, Page } from 'puppeteer-core';
import { until } from './until.ts';

/**
 * Finding and clicking by WebDriver BiDi's own commands (https://w3c.github.io/webdriver-bidi/). Puppeteer keeps helper
 * objects in a page, and loses them when a page of an extension goes to another one, because Firefox reports no
 * lifecycle events for those.
 */
interface Connection {
  send(method: string, parameters: object): Promise<{ result: Result }>;
}
interface Result {
  readonly type?: string;
  readonly nodes?: readonly { readonly sharedId: string }[];
  readonly contexts?: readonly { readonly context: string }[];
  readonly result?: { readonly value?: unknown };
}

interface Found {
  readonly sharedId: string;
}

const connectionOf = (browser: Browser): Connection => (browser as unknown as { connection: Connection }).connection;

const send = async (browser: Browser, method: string, parameters: object): Promise<Result> =>
  (await connectionOf(browser).send(method, parameters)).result;

/** Id of the tab's browsing context. */
const contextOf = (page: Page): string => (page.mainFrame() as unknown as { _id: string })._id;

/** Calls a function, given as source text, with an element of the page. */
async function callWith(page: Page, element: Found, source: string): Promise<unknown> {
  const { result } = await send(page.browser(), 'script.callFunction', {
    functionDeclaration: source,
    target: { context: contextOf(page) },
    arguments: [element],
    awaitPromise: true,
  });
  return result?.value;
}

/** Waits for the one element with this accessible name (and role) that can be used. */
function find(page: Page, value: { name: string; role?: string }, usable: string): Promise<Found> {
  return until(`${value.role ?? 'field'} "${value.name}"`, async () => {
    const parameters = { context: contextOf(page), locator: { type: 'accessibility', value } };
    const { nodes = [] } = await send(page.browser(), 'browsingContext.locateNodes', parameters).catch(
      (): Result => ({}),
    );
    for (const node of nodes) if (await callWith(page, node, usable).catch(() => false)) return node;
    return undefined;
  });
}

const isEnabled = '(element) => !element.disabled && element.ariaDisabled !== "true" && element.checkVisibility()';
const isField = '(element) => element.isContentEditable || ["input", "textarea"].includes(element.localName)';

/** A real click in the middle of the element with this role and name. */
export async function clickByRole(page: Page, role: string, name: string): Promise<void> {
  const element = await find(page, { name, role }, isEnabled);
  await page.bringToFront();
  await callWith(page, element, '(element) => element.scrollIntoView({ block: "center", behavior: "instant" })');
  const origin = { type: 'element', element };
  await send(page.browser(), 'input.performActions', {
    context: contextOf(page),
    actions: [
      {
        type: 'pointer',
        id: 'mouse',
        actions: [
          { type: 'pointerMove', x: 0, y: 0, origin },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ],
  });
}

/** Focuses the field with this name. */
export async function focusByName(page: Page, name: string): Promise<void> {
  const element = await find(page, { name }, isField);
  await page.bringToFront();
  await callWith(page, element, '(element) => element.focus()');
}

/** Runs a script in the browser's own window, which Firefox reaches under a name of its own. */
export async function runPrivileged(browser: Browser, expression: string): Promise<void> {
  const { contexts } = await send(browser, 'browsingContext.getTree', { 'moz:scope': 'chrome' });
  const result = await send(browser, 'script.evaluate', {
    expression,
    target: { context: contexts?.[0]?.context },
    awaitPromise: true,
  });
  if (result.type !== 'success') throw new Error(`the privileged script failed: ${JSON.stringify(result)}`);
}
