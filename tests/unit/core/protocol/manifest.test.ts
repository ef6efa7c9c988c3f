import { expect, test } from 'vitest';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { roundManifestSchema } from '../../../../core/protocol/manifest.ts';
import { consentCovers, type Study } from '../../../../core/protocol/study.ts';

const hash = 'ab'.repeat(32);
const manifest = {
  format: 'data-donor/round/1',
  study: hash,
  sequence: 0,
  previous: null,
  title: 'Which is most like what you write?',
  opensAt: '2026-01-01T00:00:00Z',
  closesAt: '2026-02-01T00:00:00Z',
  mechanism: subsetSelection(41, 4),
  release: { plan: 'at-close', minimumReports: 200 },
  texts: { sha256: hash, count: 40 },
  kind: 'candidates',
  embeddings: { sha256: hash, dimensions: 384 },
  answerRule: 'random-draft',
  recentDrafts: 20,
  minSimilarity: 0.4,
};

test('accepts a candidate round and a fragment poll', () => {
  expect(roundManifestSchema.safeParse(manifest).success).toBe(true);
  const { embeddings: _e, answerRule: _a, recentDrafts: _r, minSimilarity: _m, ...rest } = manifest;
  const poll = { ...rest, kind: 'fragments', poll: 'which', windowDays: 30 };
  expect(roundManifestSchema.safeParse(poll).success).toBe(true);
});

test.each([
  ['a domain that does not fit the texts', { mechanism: subsetSelection(40, 4) }],
  ['a later round without its predecessor', { sequence: 1 }],
  ['a first round with a predecessor', { previous: hash }],
  ['a round that closes before it opens', { closesAt: '2025-12-31T00:00:00Z' }],
  ['estimates from fewer than 50 reports', { release: { plan: 'at-close', minimumReports: 49 } }],
  ['weights beyond exact integers', { mechanism: { ...subsetSelection(41, 4), weightTrue: 2 ** 53 - 1 } }],
  ['an unknown field', { cohort: 3 }],
])('refuses %s', (_what, change) => {
  expect(roundManifestSchema.safeParse({ ...manifest, ...change }).success).toBe(false);
});

test('a consent covers a round that spends no more and offers no fewer texts', () => {
  const round = roundManifestSchema.parse(manifest);
  const larger = (subsetSize: number) =>
    roundManifestSchema.parse({ ...manifest, mechanism: { ...manifest.mechanism, subsetSize } });
  const asked = { kind: 'candidates', fewestTexts: 40, epsilon: 4, minimumReports: 200 } as const;
  const covers = (question: Partial<Study['questions'][number]>) =>
    consentCovers({ questions: [{ ...asked, ...question }] } as Study, round);
  expect(covers({})).toBe(true);
  expect(covers({ fewestTexts: 20, minimumReports: 100 })).toBe(true);
  expect(covers({ epsilon: 3.9 })).toBe(false);
  expect(covers({ fewestTexts: 41 })).toBe(false);
  expect(covers({ minimumReports: 201 })).toBe(false);
  expect(covers({ kind: 'fragments' })).toBe(false);
  // Same epsilon, more ids in a vote: true more often than the consent page said.
  expect(consentCovers({ questions: [asked] } as unknown as Study, larger(2))).toBe(false);
});
