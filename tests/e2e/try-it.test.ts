import { expect } from 'vitest';
import { until } from '../../harness/until.ts';
import { fieldCases } from '../../src/capture/field-cases.ts';
import { fieldKindInWords } from '../../src/pages/words/field-kinds.ts';
import { notKeptInWords } from '../../src/pages/words/reasons.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'the try-it page judges every kind of field as the table says, shows what would be kept, and keeps nothing',
  {},
  async ({ volunteer, wiretap }) => {
    const person = await volunteer();
    const tryIt = await person.openTryIt();
    const { page } = tryIt;
    await tryIt.shows('Not tried yet.');
    const said = await page.evaluate((count) => {
      const focused: string[] = [];
      for (let number = 0; number < count; number++) {
        const row = document.querySelector(`[data-field="${number}"]`);
        const field = row?.querySelector<HTMLElement>('input, textarea, [contenteditable]');
        field?.focus();
        focused.push(document.activeElement === field ? 'focused' : 'lost');
      }
      return focused;
    }, fieldCases.length);
    expect(said).toEqual(fieldCases.map(() => 'focused'));
    const findings = () =>
      page.evaluate(() =>
        Array.from(document.querySelectorAll('[role="status"]'), (status) => status.textContent ?? ''),
      );
    const all = await until('every field to be judged', async () => {
      const now = await findings();
      return now.every((finding) => finding !== 'Not tried yet.') && now;
    });
    const kinds = fieldCases.map(fieldKindInWords);
    expect(all.map((finding, number) => `${kinds[number]}: ${finding}`)).toEqual(
      fieldCases.map(({ verdict, ...field }) =>
        verdict === 'kept'
          ? `${fieldKindInWords(field)}: This kind of field may be kept. Type three words or more, then leave it.`
          : `${fieldKindInWords(field)}: Not kept. ${notKeptInWords(verdict)}`,
      ),
    );

    await person.write(page, 'Message', 'Hawthorn hedges need a trim');
    await tryIt.shows('Kept: “Hawthorn hedges need a trim”');
    await person.write(page, 'Subject', 'my card is 4111 1111 1111 1111');
    await tryIt.shows('It looks as if there is a secret in it');
    await person.write(page, 'Secret recovery phrase', 'plenty of words here');
    expect((await findings()).filter((finding) => finding.startsWith('Kept'))).toHaveLength(1);

    const { drafts } = await person.device();
    expect(drafts).toEqual([]);
    expect(wiretap.requests).toEqual([]);
  },
);
