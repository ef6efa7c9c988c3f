import { expect, test } from 'vitest';
import { encodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { englishModel as model } from '../../../../core/embedding/model.ts';
import { supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { mechanismOf } from '../../../../core/protocol/consent.ts';
import { roundsSoFar } from '../../../../server/evolution/known-rounds.ts';

const mechanism = mechanismOf('random-draft', 2, 4);
const vectors = [0, 1].map((at) => Float32Array.from({ length: model.dimensions }, (_, j) => (j === at ? 0.5 : 0)));
const batch = async () => encodeEmbeddings(vectors);
const round = (releases: readonly { reports: number; supports: number[] }[], dimensions = model.dimensions) => ({
  signed: {
    document: {
      kind: 'candidates',
      mechanism,
      minSimilarity: 0.3,
      embeddings: { sha256: 'a', dimensions },
      release: { minimumReports: 50, releases: 2 },
    },
  },
  texts: ['one', 'two'],
  releases: releases.map((release) => ({ ...release, pairs: null })),
});
const bundle = (rounds: readonly ReturnType<typeof round>[], sha256: string = model.sha256) =>
  ({ study: { document: { model: { id: sha256 === model.sha256 ? model.id : 'a-model', sha256 } } }, rounds }) as never;
const released = { reports: 60, supports: [40, 10, 15] };

test('learns from closed rounds with a release, by the counts of the last one, and from no other', async () => {
  const rounds = [round([{ reports: 50, supports: [30, 10, 12] }, released]), round([]), round([released])];
  const { known, leftOut } = await roundsSoFar(bundle(rounds), (position) => position < 2, batch);
  expect(known.map(({ number }) => number)).toEqual([1]);
  expect(known[0]?.evidence).toMatchObject({
    counts: released.supports,
    reports: 60,
    minSimilarity: 0.3,
    support: supportProbabilities(mechanism),
  });
  expect(known[0]?.evidence.candidates).toHaveLength(2 * model.dimensions);
  expect(leftOut).toEqual([
    { number: 2, reason: 'fewer than 50 reports came' },
    { number: 3, reason: 'it is open' },
  ]);
});

test('rounds of another model are refused in words', async () => {
  await expect(roundsSoFar(bundle([], 'b'.repeat(64)), () => true, batch)).rejects.toThrow(
    /published for the model a-model, and this program carries .*use the program that published it/,
  );
  await expect(roundsSoFar(bundle([round([released], 512)]), () => true, batch)).rejects.toThrow(
    /round 1 was published with embeddings of 512 components.*rounds of different models cannot be fitted together/,
  );
});
