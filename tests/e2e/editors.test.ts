import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrivenChromium, startChromium } from '../../harness/chromium.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { type EditorPages, startEditorPages } from '../../harness/editor-pages.ts';
import { startFirefox } from '../../harness/firefox.ts';
import { until } from '../../harness/until.ts';
import { Volunteer } from '../../harness/volunteer.ts';

/** What a volunteer does in an editor, and the drafts that come of it. The editor's name makes each text unique. */
interface Case {
  readonly does: string;
  run(page: DrivenPage, editor: string, compose: Compose): Promise<void>;
  drafts(editor: string): readonly string[];
  /** Editors in which this cannot be done. */
  readonly notIn?: readonly string[];
  readonly onlyIn?: 'chromium';
}

/** Types with an input method: each step replaces the one before, and the last one stays. */
type Compose = (page: DrivenPage, ...steps: readonly string[]) => Promise<void>;

/**
 * Waits until the page has handled what the browser told it. A change of the selection is told a moment later, and
 * Draft.js loses keys that come before it.
 */
const settled = (page: DrivenPage) =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
  );

async function focus(page: DrivenPage): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as { focusEditor(): void }).focusEditor());
  await settled(page);
}

async function selectAll(page: DrivenPage): Promise<void> {
  await page.pressWithControl('a');
  await settled(page);
}

const oneLine = ['input'];
const plain = ['textarea', 'input', 'chat'];

const cases: readonly Case[] = [
  {
    does: 'writes two paragraphs',
    async run(page, editor) {
      await page.keys(`${editor} has a first line`);
      await (editor === 'chat' ? page.pressWithShift('Enter') : page.press('Enter'));
      await page.keys('and a second one');
    },
    drafts: (editor) => [`${editor} has a first line\nand a second one`],
    notIn: oneLine,
  },
  {
    does: 'composes with an input method',
    async run(page, editor, compose) {
      await page.keys(`${editor} says `);
      await compose(page, 'n', 'ni', 'nihao', '你好');
      await page.keys(' to everybody');
    },
    drafts: (editor) => [`${editor} says 你好 to everybody`],
    onlyIn: 'chromium',
  },
  {
    does: 'writes emoji',
    run: (page, editor) => page.keys(`${editor} is so happy 👩‍👩‍👧 today 🎉`),
    drafts: (editor) => [`${editor} is so happy 👩‍👩‍👧 today 🎉`],
  },
  {
    does: 'writes from right to left',
    run: (page, editor) => page.keys(`${editor} שלום לכולם, מה נשמע`),
    drafts: (editor) => [`${editor} שלום לכולם, מה נשמע`],
  },
  {
    does: 'deletes everything and undoes that',
    async run(page, editor) {
      await page.keys(`${editor} takes it all back`);
      await selectAll(page);
      await page.press('Delete');
      await page.pressWithControl('z');
    },
    drafts: (editor) => [`${editor} takes it all back`],
  },
  {
    does: 'makes a part of a word bold',
    async run(page, editor) {
      await page.keys(`${editor} finds this important`);
      await page.press('ArrowLeft');
      await page.press('ArrowLeft');
      for (let i = 0; i < 3; i++) await page.pressWithShift('ArrowLeft');
      await page.pressWithControl('b');
    },
    drafts: (editor) => [`${editor} finds this important`],
    notIn: plain,
  },
  {
    does: 'pastes and goes on in own words',
    async run(page, editor) {
      await page.evaluate(() => {
        const source = document.querySelector<HTMLInputElement>('#source');
        if (source) source.value = 'Words that somebody else has written.';
        source?.focus();
        source?.select();
      });
      await page.pressWithControl('c');
      await focus(page);
      await page.pressWithControl('v');
      await until('the pasted words', () =>
        page.evaluate(() => {
          const body = document.querySelector('iframe')?.contentDocument?.body;
          // TinyMCE lets the browser paste into an element aside, and takes the words from there a moment later.
          if (body?.querySelector('#mcepastebin')) return false;
          const frame = body?.textContent ?? '';
          const field = document.querySelector<HTMLTextAreaElement>('#editor textarea, #editor input')?.value ?? '';
          return `${frame}${field}${document.querySelector('#editor')?.textContent}`.includes('somebody else');
        }),
      );
      await page.keys(` ${editor} adds a few own words`);
    },
    drafts: (editor) => [`${editor} adds a few own words`],
  },
  {
    does: 'sends, and writes again',
    async run(page, editor) {
      await page.keys(`${editor} sends one message`);
      if (editor === 'chat') await page.press('Enter');
      else {
        await page.clickAt('#send');
        await until(`${editor} to have the focus again`, () =>
          page.evaluate(() => document.activeElement !== document.body && document.activeElement?.id !== 'send'),
        );
        await settled(page);
      }
      await page.keys(`${editor} then writes another`);
    },
    drafts: (editor) => [`${editor} sends one message`, `${editor} then writes another`],
  },
  {
    does: 'writes another text over the first one',
    async run(page, editor) {
      await page.keys(`${editor} was of one opinion`);
      await page.evaluate(() => document.querySelector<HTMLElement>('#source')?.focus());
      await focus(page);
      await selectAll(page);
      await page.keys(`${editor} changed its mind`);
    },
    drafts: (editor) => [`${editor} was of one opinion`, `${editor} changed its mind`],
  },
];

const kept = [
  'textarea',
  'input',
  'contenteditable',
  'chat',
  'mail',
  'prosemirror',
  'lexical',
  'slate',
  'quill',
  'draft',
  'tinymce',
];
const never = ['codemirror', 'monaco'];
/** Without TinyMCE: a driven Firefox neither pastes into its frame nor gives it the focus back. */
const alsoInFirefox = ['textarea', 'contenteditable', 'prosemirror', 'lexical', 'quill'];

let pages: EditorPages;
beforeAll(async () => {
  pages = await startEditorPages();
});
afterAll(() => pages.close());

async function openEditor(page: DrivenPage, editor: string): Promise<void> {
  await page.goto(`${pages.origin}/${editor}`);
  await until(`${editor} to be ready`, () => page.evaluate(() => document.title === 'ready'));
  await focus(page);
}

/** Where the focus is, and what stands in the editor and beside it: tells a key that was lost from a draft that was. */
const shows = (page: DrivenPage): Promise<string> =>
  page.evaluate(() => {
    const fields = Array.from(document.querySelectorAll<HTMLInputElement>('input, textarea'), ({ value }) => value);
    const { activeElement } = document;
    return JSON.stringify({
      focus: activeElement?.id || activeElement?.tagName,
      fields,
      editor: document.querySelector('#editor')?.textContent,
    });
  });

/** Leaves the editor and returns the drafts, the oldest first, as soon as there are enough or no more come. */
async function draftsOf(person: Volunteer, page: DrivenPage, count: number): Promise<string[]> {
  await page.evaluate(() => document.querySelector<HTMLElement>('#source')?.focus());
  await page.goto(`${pages.origin}/textarea`);
  await until('the page to be ready', () => page.evaluate(() => document.title === 'ready'));
  await focus(page);
  // Written last: when this is kept, everything before has been decided.
  const last = `the end of ${count} drafts`;
  await page.keys(last);
  await page.evaluate(() => document.querySelector<HTMLElement>('#source')?.focus());
  const { drafts } = await person.untilDevice('the last draft', (device) =>
    device.drafts.some(({ text }) => text === last),
  );
  return drafts
    .filter(({ text }) => !text.startsWith('the end of'))
    .sort((a, b) => a.createdAt - b.createdAt)
    .map(({ text }) => text);
}

describe.each(['chromium', 'firefox'] as const)('in %s', (name) => {
  let person: Volunteer;
  beforeAll(async () => {
    person = await Volunteer.in(await (name === 'chromium' ? startChromium : startFirefox)());
    await person.allowSite(pages.origin);
  });
  afterAll(() => person.browser.close());

  const forget = () =>
    person.page.evaluate(() => chrome.runtime.sendMessage({ name: 'forget-all-drafts', request: {} }));

  const compose: Compose = async (page, ...steps) => {
    const browser = person.browser as DrivenChromium;
    const session = await browser.context.newCDPSession(browser.playwrightPage(page));
    for (const text of steps.slice(0, -1)) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await session.send('Input.insertText', { text: steps.at(-1) ?? '' });
    await session.detach();
  };

  test.each(name === 'chromium' ? kept : alsoInFirefox)('%s is kept exactly, and once', async (editor) => {
    const page = await person.browser.openPage(pages.origin);
    const possible = cases.filter(({ notIn, onlyIn }) => !notIn?.includes(editor) && (!onlyIn || onlyIn === name));
    const found: Record<string, readonly string[]> = {};
    const shown: string[] = [];
    for (const { does, run, drafts } of possible) {
      await forget();
      await openEditor(page, editor);
      await run(page, editor, compose);
      shown.push(`${does}: ${await shows(page)}`);
      found[does] = await draftsOf(person, page, drafts(editor).length);
    }
    await page.close();
    const expected = Object.fromEntries(possible.map(({ does, drafts }) => [does, drafts(editor)]));
    expect(found, `the pages showed\n${shown.join('\n')}`).toEqual(expected);
  });

  test.each(name === 'chromium' ? never : [])('%s is never kept', async (editor) => {
    await forget();
    const page = await person.browser.openPage(pages.origin);
    await openEditor(page, editor);
    await page.keys(`${editor} holds program text`);
    expect(await draftsOf(person, page, 0)).toEqual([]);
    await page.close();
  });
});
