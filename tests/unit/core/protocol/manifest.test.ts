import { expect, test } from 'vitest';
import { realisedEpsilon, subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { roundManifestSchema } from '../../../../core/protocol/manifest.ts';
import { consentCovers, consentedOdds, questionCovers, type Study } from '../../../../core/protocol/study.ts';

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
  ['a round that closes when it opens', { closesAt: manifest.opensAt }],
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

test('a consent to several questions covers a round that any one of them covers', () => {
  const round = roundManifestSchema.parse(manifest);
  const covering = { kind: 'candidates', fewestTexts: 40, epsilon: 4, minimumReports: 200 } as const;
  const other = { ...covering, kind: 'fragments' } as const;
  expect(consentCovers({ questions: [other, covering] } as unknown as Study, round)).toBe(true);
  expect(consentCovers({ questions: [covering, other] } as unknown as Study, round)).toBe(true);
  expect(consentCovers({ questions: [other, other] } as unknown as Study, round)).toBe(false);
});

test('the odds of a consent count "none" among the answers', () => {
  expect(consentedOdds({ fewestTexts: 40, epsilon: 4 })).toBe(supportProbabilities(subsetSelection(41, 4)).p);
});

test('a larger epsilon needs another consent, even where so many texts make a vote true less often', () => {
  const question = { kind: 'candidates', fewestTexts: 4, epsilon: 1, minimumReports: 50 } as const;
  const asked = { kind: 'candidates', textCount: 40, mechanism: subsetSelection(41, 2), minimumReports: 50 } as const;
  const single = { ...asked, mechanism: { ...asked.mechanism, subsetSize: 1 } };
  expect(supportProbabilities(single.mechanism).p).toBeLessThan(consentedOdds(question));
  expect(questionCovers(question, single)).toBe(false);
  // Epsilon at the bound, a little below it and a little above it.
  const epsilon = realisedEpsilon(single.mechanism);
  expect(questionCovers({ ...question, epsilon }, single)).toBe(true);
  expect(questionCovers({ ...question, epsilon: epsilon + 1e-9 }, single)).toBe(true);
  expect(questionCovers({ ...question, epsilon: epsilon - 1e-9 }, single)).toBe(false);
});

test('fewer texts need another consent, even where a vote is true less often', () => {
  const question = { kind: 'candidates', fewestTexts: 40, epsilon: 2, minimumReports: 50 } as const;
  const asked = { kind: 'candidates', textCount: 39, mechanism: subsetSelection(40, 2), minimumReports: 50 } as const;
  const single = { ...asked, mechanism: { ...asked.mechanism, subsetSize: 1 } };
  expect(supportProbabilities(single.mechanism).p).toBeLessThan(consentedOdds(question));
  expect(questionCovers(question, single)).toBe(false);
  expect(questionCovers({ ...question, fewestTexts: 39 }, single)).toBe(true);
});
