import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';
import type { Report } from '../core/protocol/report.ts';
import type { PlantedWorld } from './planted-world.ts';
import { answerRound, type EmbeddedDraft, type FetchedRound } from './simulated-volunteer.ts';

/** What all simulated volunteers together answered in one round. */
export interface RoundAnswers {
  readonly round: FetchedRound;
  /** Number of volunteers whose true answer each id was, "none" last; in a prevalence poll: who typed each text. */
  readonly trueCounts: readonly number[];
}

export interface Simulation {
  readonly answers: readonly RoundAnswers[];
  /** All reports in random order, as they would arrive from many devices. */
  readonly reports: readonly Report[];
}

/**
 * Lets every volunteer of `world` answer every round, each with a ledger of its own.
 *
 * @param drafts what the indices in `world` mean
 * @param random the operating system's randomness; the world's seed has no part in it
 * @param now milliseconds since 1970
 */
export function simulate(
  world: PlantedWorld,
  drafts: readonly EmbeddedDraft[],
  rounds: readonly FetchedRound[],
  { random, now }: { random: RandomBytes; now: number },
): Simulation {
  const trueCounts = rounds.map(({ texts }) => new Array<number>(texts.length + 1).fill(0));
  const reports: Report[] = [];
  for (const indices of world.volunteers) {
    const volunteer = { drafts: indices.map((index) => drafts[index] as EmbeddedDraft), ledger: [] };
    rounds.forEach((round, i) => {
      const { trueAnswers, report } = answerRound(volunteer, round, { random, now });
      const counts = trueCounts[i] as number[];
      for (const id of trueAnswers) counts[id] = (counts[id] ?? 0) + 1;
      // Fisher–Yates from the inside out.
      const place = uniformBelow(reports.length + 1, random);
      reports.push(report);
      [reports[place], reports[reports.length - 1]] = [report, reports[place] as Report];
    });
  }
  return { answers: rounds.map((round, i) => ({ round, trueCounts: trueCounts[i] as number[] })), reports };
}
