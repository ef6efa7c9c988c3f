import type { RoundEvidence } from './evidence.ts';
import type { GroupLevel } from './groups.ts';
import type { Work } from './products.ts';

/** A round, and the answer that each text of the pool would have had in it. */
export interface ObservedRound extends RoundEvidence {
  readonly answers: Int32Array;
}

/** Parts of a whole of 1: how much of what people write each group holds. */
export interface Mixture {
  /** For each level the part of each of its groups. */
  readonly parts: readonly Float64Array[];
  /**
   * Part that is like no text of the pool. It is what the answers "none" are left over for: a draft about a missing
   * topic that is a little like some candidate is not in it.
   */
  readonly elsewhere: number;
  readonly iterations: number;
  /** Sum of (C - lambda)^2 / variance over all counts; about `cells` when the fit is as good as the noise allows. */
  readonly misfit: number;
  /** Number of counts of all rounds. */
  readonly cells: number;
}

const startElsewhere = 0.03;
const fewestIterations = 50;
const mostIterations = 500;
const iterationsOfAPiece = 10;

/**
 * Multiplicative EM on the Poisson likelihood of the support counts: lambda_v = n q + n (p - q) sum_l theta_l A_lv,
 * where A_lv is the share of group l's texts whose answer is v. The law is close to exact where votes hold one id, and
 * a composite likelihood where they hold more. It stops when the misfit is what noise alone would leave: the missing
 * iterations are the smoothing.
 */
export async function fitMixture(
  levels: readonly GroupLevel[],
  rounds: readonly ObservedRound[],
  { onPiece }: Omit<Work, 'random'>,
): Promise<Mixture> {
  const components = levels.flatMap((level, at) =>
    Array.from(level.sizes.keys(), (group) => ({ level: at, group })).filter(({ group }) => level.sizes[group] !== 0),
  );
  const observed = rounds.map((round) => countsOf(round, levels));
  const cells = observed.reduce((sum, { counts }) => sum + counts.length, 0);
  const filled = levels.map(({ sizes }) => sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0));
  const theta = new Float64Array(components.length + 1);
  components.forEach(({ level }, l) => {
    theta[l] = (1 - startElsewhere) / levels.length / (filled[level] as number);
  });
  theta[components.length] = startElsewhere;

  const expected = observed.map(({ counts }) => new Float64Array(counts.length));
  let iterations = 0;
  let misfit = 0;
  for (iterations = 1; ; iterations++) {
    misfit = 0;
    observed.forEach((round, r) => {
      misfit += expect(round, theta, expected[r] as Float64Array);
    });
    if (iterations > mostIterations || (iterations >= fewestIterations && misfit <= cells)) break;
    climb(observed, expected, theta);
    if (iterations % iterationsOfAPiece === 0) await onPiece?.(0);
  }
  const parts = levels.map(({ sizes }) => new Float64Array(sizes.length));
  components.forEach(({ level, group }, l) => {
    (parts[level] as Float64Array)[group] = theta[l] as number;
  });
  return { parts, elsewhere: theta[components.length] as number, iterations: iterations - 1, misfit, cells };
}

/** One round as the fit reads it. Of A only what is not zero is kept: a fine group meets few candidates. */
interface RoundCounts {
  readonly counts: Float64Array;
  readonly reports: number;
  readonly gain: number;
  readonly base: number;
  /** Component l has the entries `starts[l]` to `starts[l + 1] - 1`. */
  readonly starts: Int32Array;
  readonly answers: Int32Array;
  readonly shares: Float64Array;
}

function countsOf(round: ObservedRound, levels: readonly GroupLevel[]): RoundCounts {
  const { reports, support } = round;
  const counts = Float64Array.from(round.counts);
  const starts = [0];
  const answers: number[] = [];
  const shares: number[] = [];
  for (const { groupOf, sizes } of levels) {
    const won = Array.from(sizes, () => new Map<number, number>());
    round.answers.forEach((answer, text) => {
      const group = won[groupOf[text] as number] as Map<number, number>;
      group.set(answer, (group.get(answer) ?? 0) + 1);
    });
    won.forEach((group, index) => {
      if (group.size === 0) return;
      for (const [answer, texts] of [...group].sort(([a], [b]) => a - b)) {
        answers.push(answer);
        shares.push(texts / (sizes[index] as number));
      }
      starts.push(answers.length);
    });
  }
  // Elsewhere: every draft's answer is "none".
  answers.push(counts.length - 1);
  shares.push(1);
  starts.push(answers.length);
  return {
    counts,
    reports,
    gain: reports * (support.p - support.q),
    base: reports * support.q,
    starts: Int32Array.from(starts),
    answers: Int32Array.from(answers),
    shares: Float64Array.from(shares),
  };
}

/** Writes the expected counts of a round, and returns its misfit. */
function expect(round: RoundCounts, theta: Float64Array, expected: Float64Array): number {
  const { counts, reports, gain, base, starts, answers, shares } = round;
  expected.fill(0);
  for (let l = 0; l < theta.length; l++) {
    const part = theta[l] as number;
    for (let at = starts[l] as number; at < (starts[l + 1] as number); at++) {
      const answer = answers[at] as number;
      expected[answer] = (expected[answer] as number) + part * (shares[at] as number);
    }
  }
  let misfit = 0;
  for (let v = 0; v < counts.length; v++) {
    const lambda = base + gain * (expected[v] as number) + 1e-9;
    expected[v] = lambda;
    misfit += ((counts[v] as number) - lambda) ** 2 / (lambda * Math.max(0.05, 1 - lambda / reports));
  }
  return misfit;
}

/** One step of EM. Where no count has a text that could explain it, nothing was learned and nothing changes. */
function climb(rounds: readonly RoundCounts[], expected: readonly Float64Array[], theta: Float64Array): void {
  const raised = theta.map((part, l) => {
    let factor = 0;
    rounds.forEach(({ counts, gain, starts, answers, shares }, r) => {
      const lambda = expected[r] as Float64Array;
      for (let at = starts[l] as number; at < (starts[l + 1] as number); at++) {
        const v = answers[at] as number;
        factor += ((shares[at] as number) * (counts[v] as number) * gain) / (lambda[v] as number);
      }
    });
    return part * factor;
  });
  const total = raised.reduce((sum, part) => sum + part, 0);
  if (total > 0) theta.set(raised.map((part) => part / total));
}
