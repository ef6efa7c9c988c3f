import { randomise, subsetSelection } from '../core/privacy/subset-selection.ts';
import { bufferedRandomBytes } from '../server/cli/random-bytes.ts';
import { type Benchmark, perSecond } from './benchmark.ts';

const votes = 20_000;

export default [
  {
    name: 'sampler, k = 1000, epsilon 4',
    unit: 'votes/s',
    floorName: 'the same random bytes, drawn only',
    prepare: () => {
      const mechanism = subsetSelection(1000, 4);
      const random = bufferedRandomBytes();
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
] satisfies Benchmark[];
