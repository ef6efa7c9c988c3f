import { expect } from 'vitest';
import { candidates } from '../../harness/study-folder.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  '“Donate now” shows the questions and all their texts, and answers nothing before its volunteer has agreed',
  { rounds: ['candidates', 'fragments'] },
  async ({ wiretap, link, rounds, volunteer }) => {
    const person = await volunteer();
    const empty = await person.openPopup();
    expect(await empty.shows(/Your first steps[\s\S]*Open it, then open this window again/)).not.toMatch(
      /Donate now\n/,
    );
    await empty.close();
    await person.join(link);
    const looking = await person.clickLook();
    expect(await looking.questions()).toBe(true);
    await looking.close();
    // They are asked until they are answered, also in a popup that is opened again.
    const popup = await person.openPopup();
    await popup.shows('2 questions to answer');
    await popup.shows(/uses 8 of the 8 left in your privacy budget[\s\S]*Better write for some days first/);
    await popup.page.evaluate(() => document.querySelector<HTMLElement>('button.primary')?.click());
    await popup.shows('Tick the box if you really want to answer now');
    expect(await popup.page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('checkbox');
    const looked = await person.device();
    expect([looked.outbox, looked.charges]).toEqual([[], []]);
    expect(looked.rounds.map(({ sendAt, textsCameAt }) => [sendAt, typeof textsCameAt])).toEqual([
      [null, 'number'],
      [null, 'number'],
    ]);
    // All texts of a round can be read, from the popup and from home.
    const [round] = rounds;
    if (!round) throw new Error('no round');
    const page = await person.openTexts({ study: link.study, round: round.id });
    const read = await page.shows(/none of these/);
    for (const text of candidates) expect(read).toContain(text);
    await page.close();
    const studies = await person.openStudies();
    await studies.shows(/2 questions are open[\s\S]*Its texts are here. Answered by itself from/);
    await studies.close();

    expect(wiretap.seen(/^POST /)).toEqual([]);
    await popup.agree();
    expect(await popup.outcome()).toMatch(/Sealed[\s\S]*Sealed/);
    expect((await person.device()).charges).toHaveLength(2);
  },
);
