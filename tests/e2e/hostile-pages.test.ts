import { expect } from 'vitest';
import { addDrafts, readAllStorage } from '../../harness/device-contents.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { type HostilePages, startHostilePages } from '../../harness/hostile-pages.ts';
import type { Volunteer } from '../../harness/volunteer.ts';
import { testInBothBrowsers } from './both-browsers.ts';

const typed = 'I would like to see you on Saturday';

/** What the volunteer does on a page, and what is kept of it. */
interface Attack {
  readonly page: string;
  act(page: DrivenPage): Promise<void>;
  /** All that is kept: the words that the volunteer typed into fields for words. */
  readonly kept: readonly string[];
}

const write = async (page: DrivenPage, selector: string, text: string): Promise<void> => {
  await page.clickAt(selector);
  await page.keys(text);
};

/** One real key into `#field` and `#editor` each, too few for a draft: what is kept then was planted. */
const writeInBoth = async (page: DrivenPage): Promise<void> => {
  await write(page, '#field', 'H');
  await write(page, '#editor', 'H');
};

const copySource = async (page: DrivenPage): Promise<void> => {
  await page.clickAt('#source');
  await page.pressWithControl('a');
  await page.pressWithControl('c');
};

const attacks: readonly Attack[] = [
  { page: 'plants-by-command', act: writeInBoth, kept: [] },
  { page: 'plants-by-value', act: writeInBoth, kept: [] },
  { page: 'plants-beside-keys', act: writeInBoth, kept: [] },
  {
    page: 'plants-by-paste',
    async act(page) {
      await copySource(page);
      for (const selector of ['#field', '#later', '#editor']) {
        await page.clickAt(selector);
        await page.pressWithControl('v');
        await page.keys(' ok');
      }
    },
    kept: [],
  },
  {
    page: 'undo',
    async act(page) {
      await copySource(page);
      await page.clickAt('#field');
      await page.pressWithControl('v');
      await page.pressWithControl('z');
      await page.keys(' ok');
    },
    kept: [],
  },
  {
    page: 'hidden-password',
    async act(page) {
      for (const selector of ['#shown', '#replaced', '#shadow', '#copied']) {
        await write(page, selector, 'zebrawood is a secret');
      }
      await write(page, '#clicked', 'zebrawood');
      await page.clickAt('#show');
      await page.keys(' is a secret of mine');
    },
    kept: [],
  },
  {
    page: 'type-swaps',
    async act(page) {
      await write(page, '#field', 'zebrawood is a secret');
      await write(page, '#other', 'zebrawood is a secret');
    },
    kept: [],
  },
  {
    page: 'steals-focus',
    act: (page) => write(page, '#field', 'apples and zebrawood are what I like'),
    kept: ['apples zebrawore what ke'],
  },
  {
    page: 'flood',
    async act(page) {
      await page.clickAt('#field');
      await write(page, '#typed', 'Hm ok');
    },
    kept: [],
  },
  { page: 'clobbers', act: (page) => write(page, '#field', typed), kept: [typed] },
  { page: 'patches', act: (page) => write(page, '#field', typed), kept: [typed] },
  { page: 'forges-messages', act: (page) => write(page, '#field', typed), kept: [typed] },
  { page: 'storms', act: (page) => write(page, '#field', typed), kept: [typed] },
  { page: 'swallows', act: (page) => write(page, '#field', 'Hm ok'), kept: [] },
  {
    page: 'huge',
    async act(page) {
      await write(page, '#field', typed);
      await write(page, '#editor', 'And what do you think of Sunday');
    },
    kept: [typed, 'And what do you think of Sunday'],
  },
  {
    page: 'rewrites',
    act: (page) => write(page, '#field', 'Shall we go and see the lake today'),
    kept: ['and see the lake today'],
  },
  {
    page: 'frames-of-others',
    async act(page) {
      for (const frame of ['other-port', 'other-host', 'around', 'sandboxed', 'sandboxed-text', 'data']) {
        await write(page, `#${frame}`, `Nothing of this is kept from ${frame}`);
      }
    },
    kept: [],
  },
];

/** Lets the volunteer act on one page; returns what was kept of it, and what went wrong in the page. */
async function suffer(person: Volunteer, pages: HostilePages, { page: name, act }: Attack): Promise<string[]> {
  const page = await person.browser.openPage(`${pages.site}/${name}.html`);
  await act(page);
  await page.clickAt('#own');
  const problems = await page.evaluate(() => (window as unknown as { problems: string[] }).problems);
  await page.goto(`${pages.site}/harmless.html`);
  const last = `This was written after ${name}`;
  await write(page, '#own', last);
  await page.press('Tab');
  const { drafts } = await person.untilDevice(`what was written after ${name}`, (device) =>
    device.drafts.some(({ text }) => text === last),
  );
  await page.close();
  await person.page.evaluate(() => chrome.runtime.sendMessage({ name: 'forget-all-drafts', request: {} }));
  const kept = drafts.map(({ text }) => text.replace(/\s+/g, ' ')).filter((text) => text !== last);
  return [...kept, ...problems].toSorted();
}

testInBothBrowsers(
  'pages that attack the capture get nothing kept but what the volunteer typed',
  {},
  async ({ volunteer }) => {
    const person = await volunteer();
    const pages = await startHostilePages(person.browser.extensionOrigin);
    try {
      await person.allowSite(pages.site);
      const seen: Record<string, string[]> = {};
      for (const attack of attacks) {
        seen[attack.page] = await suffer(person, pages, attack);
      }
      expect(seen).toEqual(Object.fromEntries(attacks.map(({ page, kept }) => [page, kept.toSorted()])));
      const storage = await readAllStorage(person.page);
      for (const word of ['lanted', 'asted', 'tulip', 'zebrawood']) expect(storage).not.toContain(word);
      expect((await person.device()).settings).toEqual([]);
    } finally {
      await pages.close();
    }
  },
);

testInBothBrowsers('a flood leaves the drafts of other sites alone', {}, async ({ volunteer }) => {
  const person = await volunteer();
  const pages = await startHostilePages(person.browser.extensionOrigin);
  try {
    await person.allowSite(pages.site);
    const quiet = Array.from({ length: 20 }, (_, i) => `An old draft of a quiet site, number ${i}`);
    const many = Array.from({ length: 480 }, (_, i) => `A draft of the site with most drafts, number ${i}`);
    await addDrafts(person.page, 'https://quiet.example', quiet);
    await addDrafts(person.page, 'https://busy.example', many);
    const page = await person.browser.openPage(`${pages.site}/flood.html`);
    await page.clickAt('#field');
    await write(page, '#typed', 'Hm ok');
    await page.goto(`${pages.site}/harmless.html`);
    await write(page, '#own', typed);
    await page.press('Tab');
    const { drafts } = await person.untilDevice('what was typed', (device) =>
      device.drafts.some(({ text }) => text === typed),
    );
    expect(drafts).toHaveLength(500);
    expect(drafts.filter(({ site }) => site === 'https://quiet.example')).toHaveLength(20);
  } finally {
    await pages.close();
  }
});

/**
 * That some extension listens can be told in Chromium: the callbacks of a page's observers run between two listeners of
 * one event. So what is compared in its order is a page whose capture is paused, and one whose capture is not.
 */
testInBothBrowsers('a page cannot tell whether it is captured', {}, async ({ volunteer }) => {
  const person = await volunteer();
  const pages = await startHostilePages(person.browser.extensionOrigin);
  try {
    const look = async (): Promise<string[]> => {
      const page = await person.browser.openPage(`${pages.site}/watches.html`);
      await write(page, '#field', typed);
      await write(page, '#editor', 'And what do you think of Sunday');
      await page.clickAt('#own');
      const traces = await page.evaluate(() => (window as unknown as { lookAround(): string[] }).lookAround());
      await page.close();
      return traces;
    };
    const setPaused = (paused: boolean) =>
      person.page.evaluate((to) => chrome.runtime.sendMessage({ name: 'set-paused', request: { paused: to } }), paused);
    const without = await look();
    await person.allowSite(pages.site);
    await setPaused(true);
    const paused = await look();
    expect((await person.device()).drafts).toEqual([]);
    await setPaused(false);
    const captured = await look();
    await person.untilDevice('both drafts', ({ drafts }) => drafts.length === 2);
    expect(captured).toEqual(paused);
    expect(captured.toSorted()).toEqual(without.toSorted());
    expect(without.length).toBeGreaterThan(50);
  } finally {
    await pages.close();
  }
});
