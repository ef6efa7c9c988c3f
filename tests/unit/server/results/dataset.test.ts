import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RoundResults, Share } from '../../../../core/protocol/results.ts';
import { signStudy } from '../../../../harness/signed-study.ts';
import { datasetLines } from '../../../../server/results/dataset.ts';
import { datasetCard } from '../../../../server/results/dataset-card.ts';

/** A release with these shares; those above .1 can be told from zero. The last one is "none". */
async function released(values: readonly number[]) {
  const study = await signStudy();
  const shares = values.map(
    (share, index): Share => ({
      index,
      support: 10,
      share,
      standardError: 0.02,
      projected: 0,
      low: share - 0.05,
      high: share + 0.05,
      pValue: 0.5,
      significant: share > 0.1,
      rankLow: 1,
      rankHigh: values.length,
    }),
  );
  const [round] = study.rounds;
  if (!round) throw new Error('expected a round');
  const results: RoundResults = {
    study: study.id,
    round: round.id,
    kind: 'real',
    manifest: round.signed.document,
    texts: values.slice(0, -1).map((_, i) => `text ${i}`),
    votes: { state: 'kept' },
    outcome: {
      state: 'released',
      releases: [100],
      plannedReleases: 1,
      next: { state: 'closed' },
      reports: 100,
      level: 0.05,
      localEpsilon: 4,
      central: { epsilon: 1.5, delta: 1e-6, method: 'privacy-blanket', condition: 'Holds if the server is honest.' },
      shares: shares.slice(0, -1),
      none: shares.at(-1) as Share,
      asked: null,
      leverage: 1,
      leader: null,
      changes: null,
      participation: 'open',
    },
    logHead: round.id,
  };
  return { study: study.signed.document, results };
}
const counts = (lines: readonly { id: number }[]) => {
  const found: Record<number, number> = {};
  for (const { id } of lines) found[id] = (found[id] ?? 0) + 1;
  return found;
};

test('significant: the texts above zero in proportion to their shares, whole lines by largest remainder', async () => {
  const { results } = await released([0.4, 0.2, 0.08, -0.1, 0.3]);
  expect(counts(datasetLines(results, 300, 'significant'))).toEqual({ 0: 200, 1: 100 });
  // 6.67 and 3.33 lines.
  expect(counts(datasetLines(results, 10, 'significant'))).toEqual({ 0: 7, 1: 3 });
  expect(datasetLines(results, 1, 'significant')).toMatchObject([{ id: 0, text: 'text 0', share: 0.4, weight: 2 / 3 }]);
});

test('projected: all texts by shares that are not negative, and "none" is no line', async () => {
  const { results } = await released([0.4, 0.2, 0.1, -0.1, 0.3]);
  const lines = datasetLines(results, 600, 'projected');
  expect(lines).toHaveLength(600);
  // Moved to .4, .2, .1, 0 and .3 for "none"; without that one 4 : 2 : 1.
  expect(counts(lines)).toEqual({ 0: 343, 1: 171, 2: 86 });
  expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).toSorted((a, b) => a - b));
});

test('nothing is made of nothing', async () => {
  const { results } = await released([0.05, 0.01, 0.9]);
  expect(() => datasetLines(results, 10, 'significant')).toThrow('no text of this round can be told from zero');
  const open: RoundResults = { ...results, outcome: { state: 'open', coarseTotal: 10 } };
  expect(() => datasetLines(open, 10, 'projected')).toThrow('nothing is released');
});

test('the card says method, both epsilons with their condition, reports, languages, licence and limits', async () => {
  const { study, results } = await released([0.4, 0.2, 0.3]);
  const input = { study, results, lines: 300, texts: 2, weighting: 'significant' as const, program: '0.1.0' };
  const card = datasetCard({ ...input, licence: 'CC-BY-4.0' });
  expect(parse(card.split('---')[1] ?? '')).toMatchObject({
    license: 'CC-BY-4.0',
    language: ['en'],
    configs: [{ data_files: [{ split: 'train', path: 'train.jsonl' }] }],
  });
  for (const words of [
    '4.000',
    '1.500',
    'Holds if the server is honest.',
    '| reports | 100',
    '30.0%',
    'random sample',
  ]) {
    expect(card).toContain(words);
  }
  expect(datasetCard({ ...input, licence: undefined })).toContain('not stated; ask the data controller');
  const demo = datasetCard({ ...input, licence: undefined, results: { ...results, kind: 'demo' } });
  expect(demo).toContain('This was a demo.');
});
