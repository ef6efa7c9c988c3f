import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { readTopicTexts, type TopicText } from '../fleet/topic-texts.ts';
import { repository } from './folders.ts';

/** A demo study of one language: its folder in `studies/`, and the name in its study file. */
export interface DemoStudy {
  readonly folder: string;
  readonly name: string;
}

/** By language (BCP 47); each has candidates, fragments, and drafts for simulated volunteers. */
export const demoStudies = {
  en: { folder: 'demo', name: 'everyday' },
  de: { folder: 'alltag', name: 'alltag' },
  ja: { folder: 'nichijo', name: 'nichijo' },
} as const satisfies Readonly<Record<string, DemoStudy>>;
export type DemoLanguage = keyof typeof demoStudies;

/**
 * Names of the two instances of a demo study: the one that the browser joins, and the one of the simulated volunteers.
 */
export const browserStudy = ({ name }: DemoStudy): string => name;
export const simulatedStudy = ({ name }: DemoStudy): string => `${name}-simulated`;

const folderOf = ({ folder }: DemoStudy): string => join(repository, 'studies', folder);

const yearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Writes two instances of a demo study below `studies`, both open for a year from `now`, so that the demo still works
 * when the study itself has ended. They differ in name, title and summary.
 *
 * @param now milliseconds since 1970
 */
export async function writeDemoStudies(demo: DemoStudy, studies: string, now: number): Promise<void> {
  const source = await readFile(join(folderOf(demo), 'study.yaml'), 'utf8');
  for (const name of [browserStudy(demo), simulatedStudy(demo)]) {
    const document = parseDocument(source);
    document.set('name', name);
    document.set('endsAt', new Date(now + yearMs).toISOString().replace(/\.\d+/, ''));
    if (name === simulatedStudy(demo)) {
      document.set('title', `${document.get('title')} (simulated volunteers)`);
      document.set(
        'summary',
        'The demonstration study, answered by simulated volunteers whose drafts were made up for it.',
      );
    }
    await mkdir(join(studies, name), { recursive: true });
    await cp(folderOf(demo), join(studies, name), { recursive: true });
    await writeFile(join(studies, name, 'study.yaml'), document.toString());
  }
}

const readDemoTexts = async (demo: DemoStudy, file: string): Promise<TopicText[]> =>
  readTopicTexts(await readFile(join(folderOf(demo), file), 'utf8'));

/** The candidates of a demo study under their topics, in the order of their ids. */
export const readCandidates = (demo: DemoStudy): Promise<TopicText[]> => readDemoTexts(demo, 'candidates.txt');

/** The drafts that were written for the simulated volunteers. */
export const readDrafts = (demo: DemoStudy): Promise<TopicText[]> => readDemoTexts(demo, 'drafts.txt');
