import type { Command } from 'commander';
import { centralEpsilon, variationRatioEpsilon } from '../../core/privacy/amplification.ts';
import { largestDomainSize, realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { english } from '../language/english.ts';
import { BadInput } from './bad-input.ts';
import { largestEpsilon, shippedMechanism } from './mechanism-options.ts';
import { positiveNumber, wholeNumber } from './number-options.ts';
import { writeJson, writeTable } from './standard-output.ts';

interface Options {
  readonly n: number;
  readonly k: number;
  readonly epsilon: number;
  readonly delta: number;
  readonly json?: boolean;
}

export function addAmplify(program: Command): void {
  program
    .command('amplify')
    .description('central epsilon of n shuffled votes')
    .requiredOption('--n <number>', 'reports that are shuffled', wholeNumber(1, 1e8))
    .requiredOption('--k <number>', 'values of the domain, "none" included', wholeNumber(2, largestDomainSize))
    .requiredOption('--epsilon <number>', 'privacy loss of one vote', positiveNumber(largestEpsilon))
    .requiredOption('--delta <number>', 'probability that the bound may fail, such as 1e-6', positiveNumber(1))
    .option('--json', 'one JSON object instead of a table')
    .action(amplify);
}

async function amplify({ n, k, epsilon, delta, json }: Options): Promise<void> {
  if (delta < 1e-100 || delta >= 1) throw new BadInput(`--delta ${delta}: expected a number from 1e-100 to below 1`);
  const mechanism = shippedMechanism(k, epsilon);
  const central = centralEpsilon(mechanism, n, delta);
  const condition = english.say('central_condition');
  const variationRatio = variationRatioEpsilon(mechanism, n, delta);
  if (json) {
    return writeJson({
      centralEpsilon: central.epsilon,
      method: central.method,
      condition,
      variationRatioEpsilon: variationRatio,
      localEpsilon: realisedEpsilon(mechanism),
      delta,
      n,
      k,
      d: mechanism.subsetSize,
    });
  }
  return writeTable([
    ['local epsilon of one vote', realisedEpsilon(mechanism).toPrecision(4)],
    [`central epsilon at delta ${delta}`, `${central.epsilon.toPrecision(4)} (${central.method}, proven)`],
    ['its condition', condition],
    // For two values the variation ratio is the strong clone, which is proven.
    ...(k > 2
      ? [['variation ratio', `${variationRatio.toPrecision(4)} (as published; not an upper bound)`] as const]
      : []),
  ]);
}
