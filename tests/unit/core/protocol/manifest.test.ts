import { expect, test } from 'vitest';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { cohortsOf, releasePlanOf, roundManifestSchema } from '../../../../core/protocol/manifest.ts';

const hash = 'ab'.repeat(32);
const manifest = {
  format: 'data-donor/round/2',
  study: hash,
  sequence: 0,
  previous: null,
  title: 'Which is most like what you write?',
  opensAt: '2026-01-01T00:00:00Z',
  closesAt: '2026-02-01T00:00:00Z',
  mechanism: subsetSelection(41, 4),
  release: { releases: 2, minimumReports: 200 },
  cohorts: [0, 2],
  texts: { sha256: hash, count: 40 },
  kind: 'candidates',
  embeddings: { sha256: hash, dimensions: 384 },
  answerRule: 'random-draft',
  recentDrafts: 20,
  minSimilarity: 0.4,
};

const { embeddings: _e, answerRule: _a, recentDrafts: _r, minSimilarity: _m, ...rest } = manifest;
const poll = { ...rest, kind: 'fragments', poll: 'which', windowDays: 30 };
/** The same round as the first version of the protocol writes it. */
const { cohorts: _c, ...withoutCohorts } = manifest;
const first = {
  ...withoutCohorts,
  format: 'data-donor/round/1',
  release: { plan: 'at-close', minimumReports: 200 },
};
const accepts = (document: object) => roundManifestSchema.safeParse(document).success;

test('accepts a candidate round and a fragment poll, each with its ways to answer', () => {
  expect(accepts(manifest)).toBe(true);
  expect(accepts({ ...manifest, answerRule: 'closest' })).toBe(true);
  expect(accepts(poll)).toBe(true);
});

test('a prevalence poll answers yes or no, whatever the number of its fragments', () => {
  expect(accepts({ ...poll, poll: 'prevalence', mechanism: subsetSelection(2, 4) })).toBe(true);
  expect(accepts({ ...poll, poll: 'prevalence' })).toBe(false);
  expect(accepts({ ...poll, mechanism: subsetSelection(2, 4) })).toBe(false);
});

test('still reads rounds of the first version, which have one cohort and one release', () => {
  expect(accepts(first)).toBe(true);
  expect(accepts({ ...first, answerRule: 'closest' })).toBe(false);
  expect(accepts({ ...first, cohorts: [0] })).toBe(false);
  const round = roundManifestSchema.parse(first);
  expect([cohortsOf(round), releasePlanOf(round)]).toEqual([[0], { releases: 1, minimumReports: 200 }]);
  const second = roundManifestSchema.parse(manifest);
  expect([cohortsOf(second), releasePlanOf(second)]).toEqual([[0, 2], { releases: 2, minimumReports: 200 }]);
});

test.each([
  ['a domain that does not fit the texts', { mechanism: subsetSelection(40, 4) }],
  ['a later round without its predecessor', { sequence: 1 }],
  ['a first round with a predecessor', { previous: hash }],
  ['a round that closes before it opens', { closesAt: '2025-12-31T00:00:00Z' }],
  ['estimates from fewer than 50 reports', { release: { releases: 1, minimumReports: 49 } }],
  ['six releases', { release: { releases: 6, minimumReports: 200 } }],
  ['no cohort', { cohorts: [] }],
  ['a cohort twice', { cohorts: [1, 1] }],
  ['cohorts out of order', { cohorts: [2, 0] }],
  ['a sixth cohort', { cohorts: [5] }],
  ['the release plan of the first version', { release: { plan: 'at-close', minimumReports: 200 } }],
  ['a round that closes when it opens', { closesAt: manifest.opensAt }],
  ['weights beyond exact integers', { mechanism: { ...subsetSelection(41, 4), weightTrue: 2 ** 53 - 1 } }],
  ['an unknown field', { cohort: 3 }],
])('refuses %s', (_what, change) => {
  expect(accepts({ ...manifest, ...change })).toBe(false);
});
