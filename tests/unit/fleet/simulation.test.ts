import { describe, expect, test } from 'vitest';
import { decodeEmbeddings, encodeEmbeddings } from '../../../core/embedding/batch.ts';
import type { RoundId, Sha256, StudyId } from '../../../core/ids.ts';
import { subsetSelection } from '../../../core/privacy/subset-selection.ts';
import { decodeVote } from '../../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../../core/protocol/manifest.ts';
import { seededRandom } from '../../../fleet/seeded-random.ts';
import type { FetchedRound } from '../../../fleet/simulated-volunteer.ts';
import { simulate } from '../../../fleet/simulation.ts';

const study = 'a'.repeat(64) as StudyId;
const shared = {
  format: 'data-donor/round/1',
  study,
  sequence: 0,
  previous: null,
  title: 'A round',
  opensAt: '2026-01-01T00:00:00Z',
  closesAt: '2027-01-01T00:00:00Z',
  release: { plan: 'at-close', minimumReports: 200 },
} as const;
const hash = 'b'.repeat(64) as Sha256;

const directions = [
  [1, 0, 0],
  [0, 1, 0],
];
const candidates = {
  study,
  round: 'c'.repeat(64) as RoundId,
  texts: ['x', 'y'],
  takesPart: () => true,
  embeddings: decodeEmbeddings(encodeEmbeddings(directions)),
  manifest: {
    ...shared,
    kind: 'candidates',
    mechanism: subsetSelection(3, 4),
    texts: { sha256: hash, count: 2 },
    embeddings: { sha256: hash, dimensions: 3 },
    answerRule: 'random-draft',
    recentDrafts: 20,
    minSimilarity: 0.5,
  },
} satisfies FetchedRound & { manifest: RoundManifest };
const fragments = {
  study,
  round: 'd'.repeat(64) as RoundId,
  texts: ['thank you', 'no idea', 'never'],
  manifest: {
    ...shared,
    kind: 'fragments',
    mechanism: subsetSelection(4, 4),
    texts: { sha256: hash, count: 3 },
    poll: 'which',
    windowDays: 30,
  },
} satisfies FetchedRound & { manifest: RoundManifest };

const prevalence = {
  ...fragments,
  round: 'e'.repeat(64) as RoundId,
  manifest: {
    ...fragments.manifest,
    format: 'data-donor/round/2',
    release: { releases: 1, minimumReports: 200 },
    cohorts: [0],
    mechanism: subsetSelection(2, 4),
    poll: 'prevalence',
  },
} satisfies FetchedRound & { manifest: RoundManifest };

const drafts = [
  { text: 'thank you so much', embedding: Float32Array.of(1, 0, 0) },
  { text: 'I have no idea', embedding: Float32Array.of(0, 1, 0) },
  { text: 'something else', embedding: Float32Array.of(0, 0, 1) },
];
const world = {
  percents: new Map([['all', 100]]),
  volunteers: Array.from({ length: 600 }, (_, index) => [index % 3]),
};
const now = Date.parse('2026-06-01T00:00:00Z');

describe('a simulation', () => {
  const { answers, reports } = simulate(world, drafts, [candidates, fragments], { random: seededRandom(1), now });

  test('knows the true answers', () => {
    expect(answers.map(({ trueCounts }) => trueCounts)).toEqual([
      [200, 200, 200],
      [200, 200, 0, 200],
    ]);
  });

  test('sends one valid report a volunteer and round, with random bytes of its own, in mixed order', () => {
    expect(reports).toHaveLength(1200);
    expect(new Set(reports.map(({ nonce }) => nonce)).size).toBe(1200);
    for (const round of [candidates, fragments]) {
      const own = reports.filter((report) => report.round === round.round);
      expect(own).toHaveLength(600);
      const votes = own.map(({ vote }) => decodeVote(decodeBase64Url(vote), round.manifest.mechanism));
      // At epsilon 4 a vote holds the true answer more than nine times in ten, so each true answer shows.
      const first = votes.filter((vote) => vote.includes(0)).length;
      expect(first).toBeGreaterThan(150);
      expect(first).toBeLessThan(250);
    }
    expect(reports.slice(0, 600).filter(({ round }) => round === candidates.round).length).toBeLessThan(400);
  });

  test('asks each volunteer about one fragment of a prevalence poll, and knows who typed which', () => {
    const polled = simulate(world, drafts, [prevalence], { random: seededRandom(2), now });
    expect(polled.answers[0]?.trueCounts.slice(0, 3)).toEqual([200, 200, 0]);
    const ids = polled.reports.map(
      ({ vote }) => decodeVote(decodeBase64Url(vote), { domainSize: 6, subsetSize: 1 })[0] ?? -1,
    );
    const counted = (id: number) => ids.filter((each) => each === id).length;
    for (const fragment of [0, 1, 2]) {
      const asked = counted(2 * fragment) + counted(2 * fragment + 1);
      expect(asked).toBeGreaterThan(150);
      expect(asked).toBeLessThan(250);
      // A third of all typed the first two, and nobody the last.
      const yes = counted(2 * fragment + 1) / asked;
      expect(Math.abs(yes - (fragment === 2 ? 0.02 : 0.34))).toBeLessThan(0.15);
    }
  });

  test('stops at the caps of a ledger', () => {
    const third = { ...candidates, round: 'e'.repeat(64) as RoundId };
    const oneMore = [candidates, fragments, third];
    expect(() => simulate(world, drafts, oneMore, { random: seededRandom(1), now })).toThrow('over-window-cap');
  });
});
