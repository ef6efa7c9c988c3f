import { expect } from 'vitest';
import { startHostilePages } from '../../harness/hostile-pages.ts';
import { until } from '../../harness/until.ts';
import { Volunteer } from '../../harness/volunteer.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'pausing, forgetting, removing and erasing reach a page that is open',
  {},
  async ({ typingPage, volunteer }) => {
    const person = await volunteer();
    await person.allowSite(typingPage.origin);
    const page = await person.browser.openPage(typingPage.origin);
    const kept = async (...texts: string[]) => {
      const { drafts } = await person.untilDevice(`the draft "${texts.at(-1)}"`, ({ drafts }) =>
        drafts.some(({ text }) => text === texts.at(-1)),
      );
      expect(drafts.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
    };
    await person.write(page, 'Message', 'My new bicycle arrived this morning');
    await kept('My new bicycle arrived this morning');

    await person.command('set-paused', { paused: true });
    await person.write(page, 'Message', ' and nobody must know of it');
    await person.command('set-paused', { paused: false });
    await person.write(page, 'Message', '!');
    await person.write(page, 'Subject', 'It is raining again here');
    await kept('My new bicycle arrived this morning', 'It is raining again here');

    await person.command('forget-all-drafts');
    await person.write(page, 'Message', '?');
    await person.write(page, 'Subject', '?');
    await person.write(page, 'Note', 'What shall we cook tonight');
    await kept('What shall we cook tonight');

    await person.command('remove-site', { origin: typingPage.origin });
    await person.write(page, 'Message', ' and this was written while the site was removed');
    await person.allowSite(typingPage.origin);
    await person.write(page, 'Message', '.');
    await person.write(page, 'Subject', ' I will bring the cake tomorrow');
    await kept('What shall we cook tonight', 'I will bring the cake tomorrow');

    await person.command('erase-everything');
    await person.write(page, 'Message', ' and this was written after erasing');
    await person.allowSite(typingPage.origin);
    await person.write(page, 'Message', ':');
    await person.write(page, 'Note', ' and soup is what I like best');
    await kept('and soup is what I like best');
  },
);

testInBothBrowsers('the frames of a page are captured when they are of its origin', {}, async ({ volunteer }) => {
  const person = await volunteer();
  const pages = await startHostilePages(person.browser.extensionOrigin);
  try {
    await person.allowSite(pages.site);
    const page = await person.browser.openPage(`${pages.site}/frames-of-its-own.html`);
    const frames = ['same-origin', 'text', 'blank', 'written', 'design-mode'];
    for (const frame of frames) {
      await page.clickAt(`#${frame}`);
      await page.keys(`I wrote this inside of ${frame}`);
    }
    await page.clickAt('#own');
    await until(
      'the drafts of all frames',
      async () => (await person.device()).drafts.length >= frames.length,
      () => person.device().then(({ drafts }) => drafts),
    );
    const { drafts } = await person.device();
    expect(drafts.map(({ text, site }) => [text, site]).toSorted()).toEqual(
      frames.map((frame) => [`I wrote this inside of ${frame}`, pages.site]).toSorted(),
    );
  } finally {
    await pages.close();
  }
});

testInBothBrowsers(
  'an open tab is captured again after the extension was updated',
  {},
  async ({ typingPage, volunteer }) => {
    const before = await volunteer();
    await before.allowSite(typingPage.origin);
    const page = await before.browser.openPage(typingPage.origin);
    await before.write(page, 'Message', 'My new bicycle arrived this morning');
    await before.untilDevice('the first draft', ({ drafts }) => drafts.length === 1);

    await before.browser.reloadExtension();
    const person = await Volunteer.in(before.browser);
    await until('a content script in the open tab', () =>
      person.page.evaluate(async () => {
        const tabs = await chrome.tabs.query({});
        const message = { name: 'capture-state-changed', epoch: -1 };
        const heard = await Promise.all(
          tabs.map(({ id = -1 }) => chrome.tabs.sendMessage(id, message).catch(() => false)),
        );
        return heard.includes(true);
      }),
    );
    await person.write(page, 'Subject', 'It is raining again here');
    const { drafts } = await person.untilDevice('the second draft', (device) => device.drafts.length === 2);
    expect(drafts.map(({ text }) => text).toSorted()).toEqual([
      'It is raining again here',
      'My new bicycle arrived this morning',
    ]);
  },
);
