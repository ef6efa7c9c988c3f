import { countBoxesRunOut } from '../../donation/box-ends.ts';
import { readProgress } from '../../donation/progress.ts';
import { type RoundState, roundStates } from '../../donation/round-states.ts';
import type { Database } from '../../storage/database.ts';
import type { DonationProgress } from '../../storage/donation-progress.ts';
import { type Questions, readAskedQuestions, readOpenQuestions } from '../device/read-questions.ts';
import { roundTitle, studyTitle, type Title } from '../device/titles.ts';

/** Questions that the volunteer is asked about, with the titles of their studies, in the same order. */
export interface AskedQuestions extends Questions {
  readonly studies: readonly Title[];
}

/** Where a round stands, with its title, or that of its study. */
export type TitledState = RoundState & { readonly title: Title };

/** A server may show thousands of rounds, and nobody reads as many. */
const mostShown = 100;

export interface Donation {
  /** Undefined when there is nothing to say of the last click. */
  readonly stage: DonationProgress['stage'] | undefined;
  /** None while the volunteer is asked: what became of other rounds is told in the end. */
  readonly states: readonly TitledState[];
  /** How many more there are than `states`. */
  readonly more: number;
  readonly answered: number;
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
  const states = progress && progress.stage !== 'asking' ? await roundStates(database, progress) : [];
  return {
    stage: isStale ? undefined : progress?.stage,
    states: await Promise.all(states.slice(0, mostShown).map((state) => withTitle(database, state))),
    more: Math.max(0, states.length - mostShown),
    answered: states.filter(({ kind }) => kind === 'waiting' || kind === 'sent').length,
    asked: asked && !isStale ? await withTitles(database, asked) : undefined,
    open: await readOpenQuestions(database, now),
    ranOut: await countBoxesRunOut(database),
  };
}

const withTitle = async (database: Database, state: RoundState): Promise<TitledState> => {
  const { study, round } = state;
  const title = await (round === undefined ? studyTitle(database, study) : roundTitle(database, study, round));
  return { ...state, title };
};

const withTitles = async (database: Database, questions: Questions): Promise<AskedQuestions> => ({
  ...questions,
  studies: await Promise.all(questions.rounds.map(({ study }) => studyTitle(database, study))),
});
