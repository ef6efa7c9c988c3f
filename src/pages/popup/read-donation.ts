import { countBoxesRunOut } from '../../donation/box-ends.ts';
import { readProgress } from '../../donation/progress.ts';
import { type RoundState, roundStates } from '../../donation/round-states.ts';
import type { Database } from '../../storage/database.ts';
import type { DonationProgress } from '../../storage/donation-progress.ts';
import { type Questions, readAskedQuestions, readOpenQuestions } from '../device/read-questions.ts';
import { studyTitle } from '../device/titles.ts';

/** Questions that the volunteer is asked about, with the titles of their studies, in the same order. */
export interface AskedQuestions extends Questions {
  readonly studies: readonly string[];
}

export interface Donation {
  /** Undefined when there is nothing to say of the last click. */
  readonly stage: DonationProgress['stage'] | undefined;
  readonly states: readonly RoundState[];
  /** While the volunteer is asked. */
  readonly asked: AskedQuestions | undefined;
  /** Of which this device knows before it looks. */
  readonly open: Questions;
  /** How many donations in a row ran out of their time. */
  readonly ranOut: number;
}

export async function readDonation(database: Database): Promise<Donation> {
  const now = Date.now();
  const progress = await readProgress(database, now);
  const asked = progress?.stage === 'asking' ? await readAskedQuestions(database, progress.rounds, now) : undefined;
  // Questions that were answered by themselves meanwhile are not asked again.
  const isStale = asked?.rounds.length === 0;
  return {
    stage: isStale ? undefined : progress?.stage,
    states: progress && !isStale ? await roundStates(database, progress) : [],
    asked: asked && !isStale ? await withTitles(database, asked) : undefined,
    open: await readOpenQuestions(database, now),
    ranOut: await countBoxesRunOut(database),
  };
}

const withTitles = async (database: Database, questions: Questions): Promise<AskedQuestions> => ({
  ...questions,
  studies: await Promise.all(questions.rounds.map(({ study }) => studyTitle(database, study))),
});
