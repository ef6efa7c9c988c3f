/** Complete enumeration of small shuffled rounds: every vote of everybody, and what the shuffler lets through of it. */
interface Shape {
  readonly domainSize: number;
  readonly subsetSize: number;
  readonly ratio: number;
}

/**
 * Hockey-stick divergence at `epsilon` between the victim holding 0 and holding 1 (the larger direction), others as
 * given.
 */
export function shuffledDelta(shape: Shape, others: readonly number[], epsilon: number): number {
  const law = lawOf(shape);
  const p = shuffled(law, [0, ...others]);
  const q = shuffled(law, [1, ...others]);
  return Math.max(hockeyStick(p, q, epsilon), hockeyStick(q, p, epsilon));
}

/** The same for the worst of all possible data of the others. */
export function worstDelta(shape: Shape, reports: number, epsilon: number): number {
  const data = multisets(shape.domainSize, reports - 1);
  return Math.max(...data.map((others) => shuffledDelta(shape, others, epsilon)));
}

/** P(subset | answer), one row an answer. */
function lawOf({ domainSize, subsetSize, ratio }: Shape): number[][] {
  const subsets = subsetsOf(domainSize, subsetSize);
  return Array.from({ length: domainSize }, (_, x) => {
    const weights = subsets.map((subset) => (subset.includes(x) ? ratio : 1));
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  });
}

/** Law of the counts of all votes. */
function shuffled(law: readonly number[][], answers: readonly number[]): Map<string, number> {
  let current = new Map([[(law[0] as number[]).map(() => 0).join(), 1]]);
  for (const answer of answers) {
    const next = new Map<string, number>();
    for (const [counts, probability] of current) {
      for (const [vote, chance] of (law[answer] as number[]).entries()) {
        const changed = counts.split(',').map((count, i) => Number(count) + (i === vote ? 1 : 0));
        const key = changed.join();
        next.set(key, (next.get(key) ?? 0) + probability * chance);
      }
    }
    current = next;
  }
  return current;
}

function hockeyStick(p: Map<string, number>, q: Map<string, number>, epsilon: number): number {
  let sum = 0;
  for (const [counts, probability] of p) sum += Math.max(0, probability - Math.exp(epsilon) * (q.get(counts) ?? 0));
  return sum;
}

function subsetsOf(domainSize: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const found: number[][] = [];
  for (let v = from; v < domainSize; v++)
    for (const rest of subsetsOf(domainSize, size - 1, v + 1)) found.push([v, ...rest]);
  return found;
}

function multisets(domainSize: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const found: number[][] = [];
  for (let v = from; v < domainSize; v++)
    for (const rest of multisets(domainSize, size - 1, v)) found.push([v, ...rest]);
  return found;
}
