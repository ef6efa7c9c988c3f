import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyFile } from '../server/studies/study-file.ts';

/** Few and plain, so that a round is checked in a moment. */
export const smallCandidates = [
  'Shall we play tennis on Saturday morning?',
  'The train was late again and I missed my connection.',
  'I tried a new recipe for lentil soup and it was delicious.',
  'Could you water my plants while I am away?',
  'The meeting has been moved to Thursday afternoon.',
  'My daughter starts school next week and I am nervous.',
];
export const smallFragments = ['lentil soup', 'dinosaur in a cowboy hat', 'new bicycle'];

type Round = StudyFile['rounds'][number];
const candidateRound: Round = {
  kind: 'candidates',
  title: 'Everyday messages',
  texts: 'candidates.txt',
  epsilon: 4,
  minSimilarity: 0.4,
  recentDrafts: 20,
  minimumReports: 200,
};
const fragmentPoll: Round = {
  kind: 'fragments',
  title: 'Short phrases',
  texts: 'fragments.txt',
  epsilon: 4,
  windowDays: 30,
  minimumReports: 200,
};

export interface SmallStudyChoices {
  readonly name?: string;
  /** Which rounds it has; one candidate round unless told otherwise. */
  readonly rounds?: readonly Round['kind'][];
  readonly epsilon?: number;
}

/** Writes a study folder as a researcher would, into `studies`. */
export async function writeSmallStudy(
  studies: string,
  { name = 'small', rounds = ['candidates'], epsilon = 4 }: SmallStudyChoices = {},
): Promise<void> {
  const study: StudyFile = {
    name,
    title: `A ${name} study`,
    summary: 'Asks which of a few everyday messages are most like what people write.',
    consent: ['We want to learn what people write about, without reading what anyone wrote.'],
    privacyPolicy: ['We keep randomised votes and nothing else.'],
    controller: { name: 'A research group', contact: 'study@research.example' },
    withdrawal: 'A vote that was sent cannot be found again; until then you can cancel it.',
    endsAt: '2099-12-31T00:00:00Z',
    rounds: rounds.map((kind) => ({ ...(kind === 'candidates' ? candidateRound : fragmentPoll), epsilon })),
  };
  const folder = join(studies, name);
  await mkdir(folder, { recursive: true });
  // JSON is YAML.
  await writeFile(join(folder, 'study.yaml'), JSON.stringify(study, null, 2));
  await writeFile(join(folder, 'candidates.txt'), smallCandidates.join('\n'));
  await writeFile(join(folder, 'fragments.txt'), smallFragments.join('\n'));
}
