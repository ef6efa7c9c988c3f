import { expect, test } from 'vitest';
import { pickRows } from '../../../../core/evolution/pool.ts';
import { workOfFit } from '../../../../core/evolution/work-of-fit.ts';
import { supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { mechanismOf } from '../../../../core/protocol/consent.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { type FitTask, fitPool } from '../../../../server/evolution/fit-task.ts';

const dimensions = 8;
const textsOfTopic = 12;

/** Eight topics of twelve texts, each topic around an axis of its own. */
function pool(): Float32Array {
  const rows = new Float32Array(dimensions * textsOfTopic * dimensions);
  for (let row = 0; row < dimensions * textsOfTopic; row++) {
    const [axis, place] = [Math.floor(row / textsOfTopic), row % textsOfTopic];
    const angle = 0.45 + 0.02 * place;
    rows[row * dimensions + axis] = Math.cos(angle);
    // Texts of a topic lean towards different others, so that none is nearly the same as another.
    rows[row * dimensions + ((axis + 1 + (place % (dimensions - 1))) % dimensions)] = Math.sin(angle);
  }
  return rows;
}

/** A round with one candidate on each axis, in which everybody writes about the first topic. */
const mechanism = mechanismOf('random-draft', dimensions, 4);
const support = supportProbabilities(mechanism);
const reports = 2000;
const round = {
  candidates: Float32Array.from({ length: dimensions ** 2 }, (_, i) => (i % (dimensions + 1) === 0 ? 1 : 0)),
  counts: Array.from({ length: dimensions + 1 }, (_, v) => Math.round(reports * (v === 0 ? support.p : support.q))),
  reports,
  support,
  minSimilarity: 0.3,
};
const task = (more: Partial<FitTask> = {}): FitTask => ({
  pool: { embeddings: pool(), dimensions },
  mayBePublished: new Uint8Array(dimensions * textsOfTopic).fill(1),
  rounds: [round],
  candidates: 8,
  dataset: 8,
  layout: false,
  seed: 1,
  ...more,
});
const fitted = (more: Partial<FitTask> = {}) => fitPool(task(more), { random: seededRandom(1) });
const topicOf = (row: number) => Math.floor(row / textsOfTopic);

test('the dataset is where the votes are, and as many texts without votes are everywhere', async () => {
  const { kept, dataset, datasetWithoutVotes, weights, moved } = await fitted();
  expect(new Set(dataset).size).toBe(8);
  const first = (rows: Int32Array) => rows.filter((row) => topicOf(row) === 0).length;
  const share = Array.from(kept).reduce(
    (sum, row, text) => sum + (topicOf(row) === 0 ? (weights[text] as number) : 0),
    0,
  );
  expect(share).toBeGreaterThan(0.7);
  expect(first(dataset)).toBeGreaterThan(first(datasetWithoutVotes));
  expect(new Set(Array.from(datasetWithoutVotes, topicOf)).size).toBeGreaterThan(4);
  expect(moved).toBeNull();
  expect((await fitted({ rounds: [round, round] })).moved).toBeLessThan(0.2);
});

test('private texts are known and weighed, and never proposed', async () => {
  const mayBePublished = Uint8Array.from({ length: dimensions * textsOfTopic }, (_, row) =>
    topicOf(row) === 0 ? 0 : 1,
  );
  const { candidates, dataset } = await fitted({ mayBePublished });
  expect(candidates).toHaveLength(8);
  expect(Array.from(candidates, topicOf)).not.toContain(0);
  expect(Array.from(dataset, topicOf)).toContain(0);
});

test('before the first round nothing is fitted, and the candidates stand for the whole pool', async () => {
  const { kept, weights, candidates, moved } = await fitted({ rounds: [] });
  expect([...weights]).toEqual(Array(kept.length).fill(1 / kept.length));
  expect(new Set(Array.from(candidates, topicOf)).size).toBeGreaterThan(5);
  expect(moved).toBeNull();
});

test.each([[0], [1], [3]])('after %i rounds, progress adds up to what was announced', async (rounds) => {
  const pieces: number[] = [];
  const asked = task({ rounds: Array(rounds).fill(round) });
  const { kept } = await fitPool(asked, { random: seededRandom(1), onPiece: (size) => void pieces.push(size) });
  const announced = workOfFit(
    pickRows(asked.pool, kept),
    asked.rounds.map(() => dimensions),
    [asked.candidates, asked.dataset, asked.dataset],
  );
  expect(pieces.reduce((sum, size) => sum + size)).toBe(announced);
});

test('near-duplicates are one text', async () => {
  const rows = pool();
  rows.copyWithin(dimensions, 0, dimensions);
  const { kept } = await fitted({ pool: { embeddings: rows, dimensions } });
  expect(kept).not.toContain(1);
  expect(kept).toContain(0);
});

test('more texts than the pool has are refused in words', async () => {
  await expect(fitted({ candidates: 97 })).rejects.toThrow(
    /97 candidates that may be published were asked for, and the pool has \d+/,
  );
  await expect(fitted({ dataset: 97 })).rejects.toThrow(
    /97 texts of a dataset were asked for.*add texts to it, or ask for fewer/,
  );
});
