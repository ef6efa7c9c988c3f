import { buildExtension } from '../harness/build-extension.ts';
import { startChromium } from '../harness/chromium.ts';
import { addDrafts } from '../harness/device-contents.ts';
import { farYear, studyYaml, writeStudyFolder } from '../harness/study-folder.ts';
import { StudyServer } from '../harness/study-server.ts';
import { Volunteer } from '../harness/volunteer.ts';
import { Wiretap } from '../harness/wiretap.ts';
import type { Benchmark, Prepared } from './benchmark.ts';

const polls = 20;
const fragments = Array.from({ length: 9_999 }, (_, i) => `we went to the lake and saw ${i} ducks`);
/** As long as drafts are, and beginning like every fragment: the matching has the most to do. */
const drafts = Array.from({ length: 500 }, (_, i) => `${'we went to the lake and saw '.repeat(40)} number ${i}`);

/** Milliseconds from agreeing to the questions to the arrival of the last report, with drafts and without. */
async function arrivals(): Promise<Prepared> {
  await buildExtension('chrome');
  const server = await StudyServer.create();
  const yaml = studyYaml({ rounds: Array(polls).fill('fragments'), epsilon: 0.1, year: farYear });
  writeStudyFolder({
    parent: server.studies,
    yaml: yaml.replace('rounds:', `budgets:\n  rounds: ${polls}\nrounds:`),
    files: { 'phrases.txt': fragments.join('\n') },
  });
  await server.start();
  const arrival = async (texts: readonly string[]): Promise<number> => {
    const wiretap = await Wiretap.start(() => server.port);
    const browser = await startChromium();
    try {
      const person = await Volunteer.in(browser);
      await person.join(server.joinLink('commute', wiretap.origin));
      await addDrafts(person.page, 'https://mail.example', texts);
      const popup = await person.clickLook();
      if (!(await popup.questions())) throw new Error('no question was asked');
      const start = performance.now();
      await popup.agree();
      await wiretap.waitFor(/^POST .v1.reports/, polls);
      return performance.now() - start;
    } finally {
      await browser.close();
      await wiretap.close();
    }
  };
  return {
    subject: () => arrival(drafts),
    floor: () => arrival([]),
    dispose: () => server.close(),
  };
}

export default [
  {
    name: `last of ${polls} reports on polls of 9 999 fragments, 500 drafts, Chromium`,
    unit: 'ms after the click',
    floorName: 'the same without drafts',
    rounds: 5,
    prepare: arrivals,
  },
] satisfies Benchmark[];
