import { TooFewTexts } from '../evolution/fit-task.ts';
import { RoundsDiffer } from '../evolution/known-rounds.ts';
import { NoTemplate } from '../evolution/next-round.ts';
import { RoundFileRefused } from '../evolution/round-file.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';

const inWords = [StudyFolderError, RoundsDiffer, TooFewTexts, NoTemplate, RoundFileRefused];

/** Runs `work`, of which every problem with folder, pool or rounds is about what the person entered. */
export async function refusingEvolution<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (inWords.some((kind) => error instanceof kind)) throw new BadInput((error as Error).message);
    throw error;
  }
}
