/**
 * Jensen–Shannon divergence of two distributions over topics, in bits: 0 when they are the same, 1 when they have no
 * topic in common (Lin 1991). Both are brought to a sum of 1; a topic that is missing counts as 0.
 */
export function topicDivergence(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [first, second] = [normalised(a), normalised(b)];
  let bits = 0;
  for (const topic of new Set([...first.keys(), ...second.keys()])) {
    const [p, q] = [first.get(topic) ?? 0, second.get(topic) ?? 0];
    const middle = (p + q) / 2;
    bits += (term(p, middle) + term(q, middle)) / 2;
  }
  return bits;
}

const term = (p: number, middle: number): number => (p === 0 ? 0 : p * Math.log2(p / middle));

function normalised(counts: ReadonlyMap<string, number>): Map<string, number> {
  const sum = [...counts.values()].reduce((total, count) => total + count, 0);
  return new Map([...counts].map(([topic, count]) => [topic, count / sum]));
}

/** How many of the texts are about each topic. */
export function countTopics(texts: readonly string[], topicOf: ReadonlyMap<string, string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const topic = topicOf.get(text);
    if (topic === undefined) throw new Error('a text that is not in the pool');
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return counts;
}
