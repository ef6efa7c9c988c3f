import { expect } from 'vitest';
import { addCharges, addDrafts, addReceipts } from '../../harness/device-contents.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'many drafts are shown a part at a time, searched, and forgotten by site; the focus stays near',
  {},
  async ({ volunteer }) => {
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
    await drafts.shows('All drafts from chat.example are forgotten.');
    const { drafts: left } = await person.untilDevice(
      'the drafts to be forgotten',
      (device) => device.drafts.length < 119,
    );
    expect(new Set(left.map(({ site }) => site))).toEqual(new Set(['https://mail.example']));
    expect(left).toHaveLength(89);

    await addReceipts(person.page, 200);
    await addCharges(person.page, 200);
    for (const [long, words] of [
      [await person.openReceipts(), '1 to 50 of 200 receipts'],
      [await person.openPrivacy(), '1 to 50 of 200 charges'],
    ] as const) {
      await long.shows(words);
      const shown = await long.page.evaluate(() => document.querySelectorAll('main :is(li, tr, article)').length);
      expect(shown, words).toBeLessThanOrEqual(100);
      await long.close();
    }
  },
);
