import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { z } from 'zod';
import { estimateShares } from '../../core/estimation/estimate.ts';
import { familyWiseLevel } from '../../core/estimation/planning.ts';
import { largestDomainSize, supportProbabilities } from '../../core/privacy/subset-selection.ts';
import { BadInput, refusing } from './bad-input.ts';
import { largestEpsilon, shippedMechanism } from './mechanism-options.ts';
import { writeJson } from './standard-output.ts';

const inputSchema = z.object({
  k: z.int().min(2).max(largestDomainSize),
  epsilon: z.number().positive().max(largestEpsilon),
  /** Number of reports. */
  n: z.int().positive(),
  /** Entry v: how many votes hold v. */
  counts: z.array(z.int().min(0)),
  /** Which of the k values is "none". */
  none: z.int().min(0),
});

export function addEstimate(program: Command): void {
  program
    .command('estimate')
    .description(
      'estimate shares at 5 % family-wise error: reads {"k", "epsilon", "n", "counts", "none"} as JSON from standard input, writes JSON',
    )
    .option('--json', 'JSON, which it writes anyhow')
    .action(async () => {
      if (process.stdin.isTTY)
        throw new BadInput('expected JSON on standard input, as in: donor estimate < counts.json');
      await writeJson(estimate(readInput(await text(process.stdin))));
    });
}

type Input = z.infer<typeof inputSchema>;

function readInput(json: string): Input {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    throw new BadInput('standard input: expected JSON with "k", "epsilon", "n", "counts" and "none"');
  }
  const parsed = inputSchema.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new BadInput(`${issue?.path.join('.') || 'standard input'}: ${issue?.message}`);
  }
  const { k, n, counts, none } = parsed.data;
  if (counts.length !== k) throw new BadInput(`counts: expected ${k} numbers (k), got ${counts.length}`);
  const over = counts.findIndex((count) => count > n);
  if (over >= 0) throw new BadInput(`counts.${over}: expected at most ${n} (n), got ${counts[over]}`);
  if (none >= k) throw new BadInput(`none: expected an index from 0 to ${k - 1} (k - 1), got ${none}`);
  return parsed.data;
}

/** `core` keeps "none" last; here it may stand anywhere. */
function estimate({ k, epsilon, n, counts, none }: Input) {
  const mechanism = shippedMechanism(k, epsilon);
  const order = [...Array.from({ length: k }, (_, index) => index).filter((index) => index !== none), none];
  const { shares, leverage } = refusing(() =>
    estimateShares({
      mechanism,
      reports: n,
      counts: order.map((index) => counts[index] as number),
      level: familyWiseLevel,
    }),
  );
  return {
    d: mechanism.subsetSize,
    ...supportProbabilities(mechanism),
    shares: shares
      .map((share, position) => ({ ...share, index: order[position] as number }))
      .toSorted((a, b) => a.index - b.index),
    noneShare: shares.at(-1)?.share,
    leverage,
  };
}
