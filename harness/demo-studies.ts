import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { readTopicTexts, type TopicText } from '../fleet/topic-texts.ts';
import { repository } from './folders.ts';

const demoFolder = join(repository, 'studies', 'demo');

/**
 * Names of the two instances of the demo study: the one that the browser joins, and the one of the simulated
 * volunteers.
 */
export const browserStudy = 'everyday';
export const simulatedStudy = 'everyday-simulated';

const yearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Writes two instances of the demo study below `studies`, both open for a year from `now`, so that the demo still works
 * when the study itself has ended. They differ in name, title and summary.
 *
 * @param now milliseconds since 1970
 */
export async function writeDemoStudies(studies: string, now: number): Promise<void> {
  const source = await readFile(join(demoFolder, 'study.yaml'), 'utf8');
  for (const name of [browserStudy, simulatedStudy]) {
    const document = parseDocument(source);
    document.set('name', name);
    document.set('endsAt', new Date(now + yearMs).toISOString().replace(/\.\d+/, ''));
    if (name === simulatedStudy) {
      document.set('title', `${document.get('title')} (simulated volunteers)`);
      document.set(
        'summary',
        'The demonstration study, answered by simulated volunteers whose drafts were made up for it.',
      );
    }
    await mkdir(join(studies, name), { recursive: true });
    await cp(demoFolder, join(studies, name), { recursive: true });
    await writeFile(join(studies, name, 'study.yaml'), document.toString());
  }
}

const readDemoTexts = async (file: string): Promise<TopicText[]> =>
  readTopicTexts(await readFile(join(demoFolder, file), 'utf8'));

/** The candidates of the demo study under their topics, in the order of their ids. */
export const readCandidates = (): Promise<TopicText[]> => readDemoTexts('candidates.txt');

/** The drafts that were written for the simulated volunteers. */
export const readDrafts = (): Promise<TopicText[]> => readDemoTexts('drafts.txt');
