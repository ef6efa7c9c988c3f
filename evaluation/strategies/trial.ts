import type { RoundEvidence } from '../../core/evolution/evidence.ts';
import type { Work } from '../../core/evolution/products.ts';
import { seededRandom } from '../../fleet/seeded-random.ts';
import { askRound, type Question } from '../asked-round.ts';
import type { EmbeddedCorpus } from '../embedded-corpus.ts';
import type { World } from '../world.ts';

/** What a strategy gets: one world, and how much it may ask. */
export interface Trial {
  readonly corpus: EmbeddedCorpus;
  readonly world: World;
  readonly question: Question;
  readonly rounds: number;
  /** Of each round. */
  readonly volunteers: number;
  readonly candidates: number;
  readonly datasetSize: number;
  /** A dataset after every round, not only after the last; the last one is the same either way. */
  readonly everyRound: boolean;
  readonly seed: number;
  readonly work: Work;
}

/** What a strategy would give out after each round. */
export interface Outcome {
  /** The dataset after each round or after the last one alone, as indices of the pool. */
  readonly datasets: readonly ArrayLike<number>[];
  /** How far each round from the second on moved the fit; empty for strategies without a fit. */
  readonly movements: readonly number[];
}

export type Strategy = (trial: Trial) => Promise<Outcome>;

/** Draws for a dataset of their own, so that it does not matter which datasets are drawn. */
export const datasetWork = ({ work, seed }: Trial, round: number): Work => ({
  ...work,
  random: seededRandom(Math.imul(1000 * seed + round, 0x85ebca6b)),
});

/** Whether a dataset is wanted after this round. */
export const wantsDataset = ({ everyRound, rounds }: Trial, round: number): boolean => everyRound || round === rounds;

/** Asks fresh volunteers about these texts of the pool. */
export const ask = (
  { corpus, world, question, volunteers, work, seed }: Trial,
  chosen: ArrayLike<number>,
  round: number,
): Promise<RoundEvidence> =>
  askRound(
    { pool: corpus.pool.vectors, drafts: corpus.drafts },
    chosen,
    world.volunteers(volunteers),
    question,
    work,
    seed * 1000 + round,
  );
