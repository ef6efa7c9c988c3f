import { expect } from 'vitest';
import { addDrafts, makeReportsDue, postponeReports } from '../../harness/device-contents.ts';
import { phrases } from '../../harness/study-folder.ts';
import { until } from '../../harness/until.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'the volunteer saves all that is known about her reports as a file; of one that waits, neither vote nor answer',
  { rounds: ['fragments'] },
  async ({ wiretap, link, rounds, volunteer }) => {
    const person = await volunteer();
    const page = await person.openReceipts();
    const save = async (count: number) => {
      const requests = wiretap.requests.length;
      await page.saveAsFile();
      const files = await until(`file number ${count}`, async () => {
        const found = await person.browser.downloads();
        return found.length === count && found;
      });
      expect(wiretap.requests).toHaveLength(requests);
      for (const { name } of files) expect(name).toMatch(/^data-donor-reports-\d{4}-\d\d-\d\d.*[.]json$/);
      return files.map(({ content }) => content);
    };
    const [empty = ''] = await save(1);
    expect(JSON.parse(empty)).toMatchObject({ ledger: { charges: [] }, waiting: [], receipts: [] });

    await addDrafts(person.page, 'https://mail.example', [`I ${phrases[0]} this morning.`]);
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);
    await postponeReports(person.page);
    const { outbox } = await person.device();
    const whileWaiting = (await save(2)).find((content) => content !== empty) ?? '';
    const shown = JSON.parse(whileWaiting);
    expect(shown.waiting).toMatchObject([{ study: link.study, round: rounds[0]?.id, studyTitle: 'How people travel' }]);
    expect(Object.keys(shown.waiting[0])).toEqual(expect.not.arrayContaining(['body', 'vote', 'trueAnswer', 'drafts']));
    expect(shown.ledger).toMatchObject({ caps: { perReport: 4, window: 8 }, charges: [{ round: rounds[0]?.id }] });
    const report = JSON.parse(outbox[0]?.body ?? '{}');
    for (const secret of [report.vote, report.nonce, ...phrases]) expect(whileWaiting).not.toContain(`"${secret}"`);

    await makeReportsDue(person.page);
    await person.untilDevice('the report to be sent', ({ receipts }) => receipts[0]?.outcome === 'sent');
    const whenSent = (await save(3)).find((content) => content !== empty && content !== whileWaiting) ?? '';
    const [sent] = wiretap.seen(/^POST /);
    expect(JSON.parse(whenSent)).toMatchObject({
      format: 'data-donor/export/1',
      waiting: [],
      receipts: [
        { outcome: 'sent', body: sent?.body.toString(), vote: [expect.any(String)], trueAnswer: `“${phrases[0]}”` },
      ],
    });
  },
);
