import { formatJoinLink, type JoinLink } from '../core/protocol/join-link.ts';
import type { DrivenBrowser, DrivenPage } from '../tests/harness/driven-browser.ts';
import { until } from '../tests/harness/until.ts';

/** What the extension's store holds; only the volunteer can look into it. */
export interface DeviceContents {
  readonly drafts: readonly { readonly text: string }[];
  readonly waiting: readonly { readonly sendAt: number; readonly attempts: number }[];
  readonly receipts: readonly {
    readonly round: string;
    readonly body: string | null;
    readonly trueAnswer: number | null;
    readonly oddsTrue: number;
    readonly outcome: string;
  }[];
  readonly charges: readonly { readonly epsilon: number }[];
}

/** Joins a study as a person does: pastes the link on the welcome page, reviews, accepts. */
export async function joinStudy(browser: DrivenBrowser, link: JoinLink): Promise<void> {
  const page = await browser.openExtensionPage('src/pages/welcome/index.html');
  await page.type('Join link', formatJoinLink(link));
  await page.click('button', 'Open this link');
  await page.click('button', 'Review this study');
  await page.waitForText('Your decision');
  await page.click('button', 'Accept and join');
  await page.waitForText(/You joined/);
  await page.close();
}

/** Allows drafts to be kept on one site, on the extension's own page. */
export async function allowSite(browser: DrivenBrowser, origin: string): Promise<void> {
  const page = await browser.openExtensionPage('src/pages/home/index.html#sites');
  await page.type('Address of the site', origin);
  await page.click('button', 'Allow this site');
  await page.waitForText(/Remove/);
  await page.close();
}

/** Types each text into the site's message field, key by key, and leaves the field; waits until the extension has kept it. */
export async function typeDrafts(
  browser: DrivenBrowser,
  { site, texts, device }: { site: string; texts: readonly string[]; device: DrivenPage },
  onProgress: (kept: number) => void,
): Promise<void> {
  const page = await browser.openPage(site);
  for (const [index, text] of texts.entries()) {
    // A later edit of the same field would replace the draft: every message gets a fresh page.
    await page.goto(site);
    await page.type('Message', text);
    await page.press('Tab');
    await until(`draft ${index + 1} to be kept`, async () => (await readDevice(device)).drafts.length > index);
    onProgress(index + 1);
  }
  await page.close();
}

/** Presses "Donate now" in the popup and waits until the votes are sealed; returns the times at which they will leave. */
export async function donateNow(browser: DrivenBrowser, device: DrivenPage, rounds: number): Promise<number[]> {
  const page = await browser.openExtensionPage('src/pages/popup/index.html');
  await page.click('button', 'Donate now');
  const sealed = await until(
    `${rounds} sealed votes`,
    async () => {
      const { waiting } = await readDevice(device);
      return waiting.length === rounds && waiting;
    },
    () => page.text(),
  );
  await page.close();
  return sealed.map(({ sendAt }) => sendAt);
}

/** Reads the extension's store from one of its own pages. */
export function readDevice(page: DrivenPage): Promise<DeviceContents> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('data-donor');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction(['drafts', 'outbox', 'receipts', 'charges']);
    const [drafts, waiting, receipts, charges] = await Promise.all(
      ['drafts', 'outbox', 'receipts', 'charges'].map(
        (store) =>
          new Promise<unknown>((resolve, reject) => {
            const request = transaction.objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      ),
    );
    database.close();
    return { drafts, waiting, receipts, charges } as unknown as DeviceContents;
  });
}
