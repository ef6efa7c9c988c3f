import { expect, test } from 'vitest';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { roundManifestSchema } from '../../../../core/protocol/manifest.ts';
import { isPrevalence, noneAnswer, voteShape } from '../../../../core/protocol/votes.ts';

const poll = (kind: 'which' | 'prevalence', count: number, epsilon: number) =>
  roundManifestSchema.parse({
    format: 'data-donor/round/2',
    study: 'a'.repeat(64),
    sequence: 0,
    previous: null,
    title: 'Phrases',
    opensAt: '2026-01-01T00:00:00Z',
    closesAt: '2026-02-01T00:00:00Z',
    mechanism: subsetSelection(kind === 'which' ? count + 1 : 2, epsilon),
    release: { releases: 1, minimumReports: 200 },
    cohorts: [0],
    texts: { sha256: 'b'.repeat(64), count },
    kind: 'fragments',
    poll: kind,
    windowDays: 30,
  });

test('the votes of a round have the form of its mechanism', () => {
  const which = poll('which', 100, 4);
  expect(isPrevalence(which)).toBe(false);
  expect(voteShape(which)).toEqual({ domainSize: 101, subsetSize: 2 });
  expect(noneAnswer(which)).toBe(100);
});

test.each([1, 3, 9_999])('of a prevalence poll with %i fragments: one id of two for each', (count) => {
  const prevalence = poll('prevalence', count, 4);
  expect(isPrevalence(prevalence)).toBe(true);
  expect(voteShape(prevalence)).toEqual({ domainSize: 2 * count, subsetSize: 1 });
  // Every id fits the 16 bits of the wire.
  expect(2 * count).toBeLessThanOrEqual(2 ** 16);
  expect(noneAnswer(prevalence)).toBe(0);
});
