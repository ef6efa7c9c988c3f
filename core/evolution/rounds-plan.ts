import { standardError } from '../estimation/shares.ts';
import { type SubsetSelection, subsetSelection, supportProbabilities } from '../privacy/subset-selection.ts';
import { mostCohorts } from '../protocol/study.ts';

/**
 * What a round of so many reports is worth to the density. Measured on English messages about 150 topics; other data
 * differ, so these are limits to warn at, not promises.
 * - `enough`: better than texts chosen without any vote.
 * - `concentrated`: better only where few topics hold most of what people write.
 * - `too-few`: likely worse than texts chosen without any vote.
 */
export type RoundStrength = 'enough' | 'concentrated' | 'too-few';

const comparedEpsilon = 4;
const enoughReports = 300;
const fewestReports = 100;
const usualRounds = 4;

/** A share as common interests have it: there the sampling of volunteers is part of the noise, too. */
const comparedShare = 0.1;

/**
 * Reports at epsilon 4 that know a share of one tenth as well as `reports` reports of this mechanism do. By this rule
 * simulated rounds of epsilon 1 and 2 fall near the line that rounds of epsilon 4 give.
 */
export function comparableReports(reports: number, mechanism: SubsetSelection): number {
  const error = (m: SubsetSelection) => standardError(comparedShare, reports, supportProbabilities(m));
  return reports * (error(subsetSelection(mechanism.domainSize, comparedEpsilon)) / error(mechanism)) ** 2;
}

/** Whether a round has enough reports to learn from. */
export function roundStrength(reports: number, mechanism: SubsetSelection): RoundStrength {
  const comparable = comparableReports(reports, mechanism);
  if (comparable >= enoughReports) return 'enough';
  return comparable >= fewestReports ? 'concentrated' : 'too-few';
}

/**
 * Number of candidates for a round of so many reports at epsilon 4: twice the root of the reports, in tens, 50 to 200;
 * 20 where a round has fewer than 300. More candidates cut the pool finer, and leave fewer votes for each.
 */
export function candidatesFor(comparable: number): number {
  if (comparable < enoughReports) return 20;
  return Math.min(Math.max(10 * Math.round(Math.sqrt(comparable) / 5), 50), 200);
}

export interface PlannedEvolution {
  /** One cohort answers one round with its full epsilon, so this is the study's number of cohorts, too. */
  readonly rounds: readonly {
    /** The cohorts that answer, from 0. */
    readonly cohorts: readonly number[];
    /** Expected, if the volunteers join evenly. */
    readonly volunteers: number;
    readonly candidates: number;
  }[];
  /** Of each round. */
  readonly strength: RoundStrength;
}

/**
 * Splits an expected number of volunteers over rounds: four, or fewer where rounds would have too few reports, each for
 * a cohort of its own. Volunteers are then fresh in every round, and no epsilon is split.
 *
 * @param design.texts size of the pool; a round has no more candidates than a quarter of it, and at least one
 * @param design.rounds a number of rounds that is wanted all the same, 1 to 5
 * @throws {RangeError} when volunteers or texts are below 1, rounds are out of range, or no mechanism has this epsilon
 */
export function planEvolution(design: {
  readonly volunteers: number;
  readonly epsilon: number;
  readonly texts: number;
  readonly rounds?: number;
}): PlannedEvolution {
  const { volunteers, epsilon, texts } = design;
  checkWhole('volunteers', volunteers, Number.MAX_SAFE_INTEGER);
  checkWhole('texts', texts, Number.MAX_SAFE_INTEGER);
  if (design.rounds !== undefined) checkWhole('rounds', design.rounds, mostCohorts);
  const planned = (rounds: number) => {
    const perRound = Math.floor(volunteers / rounds);
    // The mechanism depends on the candidates and they on its noise; the noise hardly changes from 20 to 200.
    const comparable = comparableReports(perRound, subsetSelection(51, epsilon));
    const candidates = Math.max(1, Math.min(candidatesFor(comparable), Math.floor(texts / 4)));
    return { perRound, candidates, strength: roundStrength(perRound, subsetSelection(candidates + 1, epsilon)) };
  };
  let rounds = design.rounds ?? usualRounds;
  if (design.rounds === undefined) while (rounds > 2 && planned(rounds).strength !== 'enough') rounds--;
  const { perRound, candidates, strength } = planned(rounds);
  return {
    rounds: Array.from({ length: rounds }, (_, round) => ({ cohorts: [round], volunteers: perRound, candidates })),
    strength,
  };
}

function checkWhole(field: string, value: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < 1 || value > most) {
    const upTo = most === Number.MAX_SAFE_INTEGER ? 'from 1' : `from 1 to ${most}`;
    throw new RangeError(`${field}: expected a whole number ${upTo}, got ${value}`);
  }
}
