import { expect } from 'vitest';
import { addCharges, addDrafts, addReceipts, addSites } from '../../harness/device-contents.ts';
import { until } from '../../harness/until.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'many drafts are shown a part at a time, searched, and forgotten by site; the focus stays near',
  {},
  async ({ typingPage, volunteer }) => {
    const person = await volunteer();
    const letters = (i: number) => String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26));
    const about = (word: string, count: number) =>
      Array.from({ length: count }, (_, i) => `${word} number ${letters(i)}`);
    await addDrafts(person.page, 'https://mail.example', about('a letter', 90));
    await addDrafts(person.page, 'https://chat.example', [
      ...about('a chat', 29),
      `a long one ${'on and on '.repeat(60)}`,
    ]);
    const drafts = await person.openDrafts();
    const { page } = drafts;
    await drafts.shows('1 to 50 of 120 drafts');
    const rows = () => page.evaluate(() => document.querySelectorAll('button.forget').length);
    expect(await rows()).toBe(50);
    await page.click('button', 'Older drafts');
    await drafts.shows('51 to 100 of 120 drafts');
    expect(await rows()).toBe(50);

    await page.type('Search', 'LETTER bz');
    await drafts.shows('1 draft has these words');
    expect(await rows()).toBe(1);
    await page.click('button', 'Forget');
    await drafts.shows('Forgotten, with the answers that came from it.');
    await drafts.shows('119 drafts');
    // Its button is gone, and there is no other one to go to.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('kept');

    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('input[type=search]');
      if (field) field.value = '';
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.type('Search', 'chat.example');
    await drafts.shows('30 drafts have these words');
    await page.click('button', 'Forget all from this site');
    await drafts.shows('All drafts from chat.example are forgotten');
    const { drafts: left } = await person.untilDevice(
      'the drafts to be forgotten',
      (device) => device.drafts.length < 119,
    );
    expect(new Set(left.map(({ site }) => site))).toEqual(new Set(['https://mail.example']));
    expect(left).toHaveLength(89);
    // Their site was never allowed: nothing could be kept from there again.
    expect(await drafts.announced()).toContain('cannot be brought back');
    await drafts.close();

    // What is forgotten of an allowed site can be brought back, by the open page alone.
    await person.allowSite(typingPage.origin);
    const texts = ['Shall we play tennis on Saturday morning?', 'My new bicycle is red', 'It rains again'];
    await addDrafts(person.page, typingPage.origin, texts);
    const again = await person.openDrafts();
    await again.page.type('Search', 'tennis');
    await again.shows('1 draft has these words');
    await again.page.click('button', 'Forget');
    await again.shows('“Undo” brings the draft back, until you leave this section.');
    expect((await person.device()).drafts).toHaveLength(91);
    const { host } = new URL(typingPage.origin);
    await again.page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('input[type=search]');
      if (field) field.value = '';
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await again.page.type('Search', host);
    await again.shows('2 drafts have these words');
    await again.page.click('button', 'Forget all from this site');
    await again.shows('“Undo” brings 3 drafts back');
    expect((await person.device()).drafts).toHaveLength(89);
    await again.page.click('button', 'Undo');
    await again.shows('3 of 3 forgotten drafts are kept again.');
    expect(await again.focused()).toBe('kept');
    const { drafts: restored } = await person.device();
    expect(restored.filter(({ site }) => site === typingPage.origin).map(({ text }) => text)).toEqual(
      expect.arrayContaining(texts),
    );

    // The key for it works as well as the button.
    await again.page.click('button', 'Forget all from this site');
    await again.shows('“Undo” brings 3 drafts back');
    await again.page.pressWithControl('z');
    await again.shows('3 of 3 forgotten drafts are kept again.');

    // A pause ends it: the page lets go of what it held.
    await again.page.click('button', 'Forget all from this site');
    await again.shows('“Undo” brings 3 drafts back');
    await again.page.click('button', 'Pause');
    await again.shows('Paused.');
    await until('the undo to end', async () => !(await again.page.text()).includes('Undo'));
    expect((await person.device()).drafts).toHaveLength(89);

    const sites = await person.openSites();
    await sites.remove(host);
    expect(await sites.focused()).toBe('allowed');
    await sites.allow('not a site');
    await sites.shows('This is not the address of a web site.');
    expect(await sites.page.evaluate(() => document.activeElement?.localName)).toBe('input');
    await sites.close();

    // The permission for a host is one for all its ports.
    await person.allowSite(typingPage.origin);
    await addSites(
      person.page,
      Array.from({ length: 499 }, (_, number) => `http://127.0.0.1:${10_001 + number}`),
    );
    const many = await person.openSites();
    await many.shows('1 to 50 of 500 sites');
    const listed = () =>
      many.page.evaluate(() => Array.from(document.querySelectorAll('main li code'), (site) => site.textContent));
    expect(await listed()).toHaveLength(50);
    await many.page.click('button', 'Sites after');
    await many.shows('51 to 100 of 500 sites');
    expect((await listed())[0]).toBe('http://127.0.0.1:10051');
    await many.remove('127.0.0.1:10060');
    await many.shows('51 to 100 of 499 sites');
    const others = await listed();
    expect(others).toHaveLength(50);
    expect(others[9]).toBe('http://127.0.0.1:10061');
    // The focus goes to the button of the site that took its place.
    expect(await many.page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Remove 127.0.0.1:10061');
    await many.close();

    await addReceipts(person.page, 198);
    const receipts = await person.openReceipts();
    await receipts.shows('1 to 50 of 198 receipts');
    const height = await receipts.page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeLessThan(12_000);
    await receipts.page.click('button', 'Older receipts');
    await receipts.shows('51 to 100 of 198 receipts');
    await receipts.close();

    await addCharges(person.page, 200);
    const privacy = await person.openPrivacy();
    await privacy.shows('200 votes, newest first');
    await privacy.page.evaluate(() => {
      for (const closed of document.querySelectorAll('details')) closed.open = true;
    });
    await privacy.shows('1 to 50 of 200 votes');
    expect(await privacy.page.evaluate(() => document.querySelectorAll('main tr').length)).toBeLessThanOrEqual(100);
  },
);
