import { expect } from 'vitest';
import { makeReportsDue } from '../../harness/device-contents.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../harness/study-folder.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a corrected study asks for consent again and answers nothing twice; a withdrawn one is left with a notice',
  { rounds: ['fragments'] },
  async ({ server, wiretap, link, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);
    await makeReportsDue(person.page);
    await person.untilDevice('the report to be sent', ({ receipts }) => receipts[0]?.outcome === 'sent');

    const choices = { name: 'commute-2', rounds: ['fragments', 'candidates'], year: farYear } as const;
    const yaml = studyYaml({ ...choices, title: 'How people really travel' });
    writeStudyFolder({
      parent: server.studies,
      name: 'commute-2',
      yaml: yaml.replace('rounds:', 'corrects: commute\nrounds:'),
    });
    await server.stop();
    await server.start();
    const corrected = server.joinLink('commute-2', wiretap.origin);

    expect(await person.donate()).toMatch(/have corrected this study/);
    const studies = await person.openStudies();
    const invitation = await studies.openCorrected();
    expect(await invitation.review()).toContain('How people really travel');
    await invitation.shows('It takes the place of “How people travel”, which you joined.');
    await invitation.accept();
    await invitation.close();
    const { studies: joined, charges } = await person.device();
    expect(joined.map(({ id, state }) => [id, state])).toEqual([[corrected.study, 'joined']]);
    expect(charges).toHaveLength(1);
    // The phrases were asked before; the messages are new.
    expect(await person.donate()).toMatch(/Answered before[\s\S]*Sealed|Sealed[\s\S]*Answered before/);
    expect((await person.device()).charges).toHaveLength(2);

    await server.withdraw(corrected.study);
    expect(await person.donate()).toMatch(/withdrawn this study. This device has left it/);
    const left = await person.device();
    expect([left.studies, left.outbox]).toEqual([[], []]);
    const home = await person.openStudies();
    await home.readWithdrawn();
    await person.untilDevice('the notice to be forgotten', (device) => device.withdrawnStudies.length === 0);
    const requests = wiretap.requests.length;
    await person.command('look-for-rounds');
    expect(wiretap.requests).toHaveLength(requests);
    expect(wiretap.seen(/^POST /)).toHaveLength(1);
  },
);
