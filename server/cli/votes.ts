import type { Command } from 'commander';
import { largestDomainSize, randomise } from '../../core/privacy/subset-selection.ts';
import { secureRandom } from '../secure-random.ts';
import { BadInput } from './bad-input.ts';
import { largestEpsilon, shippedMechanism } from './mechanism-options.ts';
import { positiveNumber, wholeNumber } from './number-options.ts';
import { write } from './standard-output.ts';

interface Options {
  readonly k: number;
  readonly epsilon: number;
  readonly answer: number;
  readonly count: number;
  readonly json?: boolean;
}

export function addVotes(program: Command): void {
  program
    .command('votes')
    .description('draw votes from the shipped sampler: one a line, ascending ids separated by one space')
    .requiredOption('--k <number>', 'values of the domain, "none" included', wholeNumber(2, largestDomainSize))
    .requiredOption('--epsilon <number>', 'privacy loss of one vote', positiveNumber(largestEpsilon))
    .requiredOption('--answer <index>', 'the true answer, 0 to k - 1', wholeNumber(0, largestDomainSize - 1))
    .requiredOption('--count <number>', 'how many votes', wholeNumber(1, 1e12))
    .option('--json', 'one JSON array a line')
    .action(drawVotes);
}

const votesPerWrite = 1000;

async function drawVotes({ k, epsilon, answer, count, json }: Options): Promise<void> {
  if (answer >= k) throw new BadInput(`--answer ${answer}: expected an index from 0 to ${k - 1} (k - 1)`);
  const mechanism = shippedMechanism(k, epsilon);
  const random = secureRandom();
  for (let drawn = 0; drawn < count; drawn += votesPerWrite) {
    let lines = '';
    for (let i = Math.min(votesPerWrite, count - drawn); i > 0; i--) {
      const noisyVote = randomise(answer, mechanism, random);
      lines += json ? `${JSON.stringify(noisyVote)}\n` : `${noisyVote.join(' ')}\n`;
    }
    await write(lines);
  }
}
