import { upperTail } from '../core/binomial.ts';
import { estimateShares } from '../core/estimation/estimate.ts';
import { centralEpsilon } from '../core/privacy/amplification.ts';
import { randomise, subsetSelection } from '../core/privacy/subset-selection.ts';
import { secureRandom } from '../server/secure-random.ts';
import { type Benchmark, milliseconds, perSecond } from './benchmark.ts';

const votes = 20_000;

export default [
  {
    name: 'sampler, k = 1000, epsilon 4',
    unit: 'votes/s',
    floorName: 'the same random bytes, drawn only',
    prepare: () => {
      const mechanism = subsetSelection(1000, 4);
      const random = secureRandom();
      const drawn: number[] = [];
      const recording = (length: number) => {
        drawn.push(length);
        return random(length);
      };
      for (let vote = 0; vote < votes; vote++) randomise(vote % 1000, mechanism, recording);
      return {
        subject: () =>
          perSecond(votes, () => {
            for (let vote = 0; vote < votes; vote++) randomise(vote % 1000, mechanism, random);
          }),
        floor: () =>
          perSecond(votes, () => {
            for (const length of drawn) random(length);
          }),
      };
    },
  },
  {
    name: 'estimates with every interval and rank, k = 1000, 10 000 reports',
    unit: 'ms',
    floorName: 'one tail for each count',
    prepare: () => {
      const mechanism = subsetSelection(1000, 4);
      const random = secureRandom();
      const counts = new Array<number>(1000).fill(0);
      const votes = Array.from({ length: 10_000 }, (_, i) =>
        randomise(Math.floor(1000 * (i / 10_000) ** 3), mechanism, random),
      );
      for (const vote of votes) for (const id of vote) counts[id] = (counts[id] as number) + 1;
      return {
        subject: () => milliseconds(() => estimateShares({ mechanism, reports: votes.length, counts, level: 0.05 })),
        floor: () => milliseconds(() => counts.map((count) => upperTail(count, votes.length, 0.018))),
      };
    },
  },
  ...[21, 100].map((k) => ({
    name: `central epsilon of 1 000 000 reports, k = ${k}`,
    unit: 'ms',
    floorName: '1000 binomial tails',
    prepare: () => {
      const mechanism = subsetSelection(k, k === 21 ? 4 : 1);
      return {
        subject: () => milliseconds(() => centralEpsilon(mechanism, 1_000_000, 1e-6)),
        floor: () =>
          milliseconds(() => {
            for (let i = 0; i < 1000; i++) upperTail(500_000 + i, 1_000_000, 0.5);
          }),
      };
    },
  })),
] satisfies Benchmark[];
