import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { estimateShares } from '../../../../core/estimation/estimate.ts';
import { randomiseForFragment } from '../../../../core/privacy/prevalence.ts';
import { randomise, realisedEpsilon, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { type RoundResults, roundResultsSchema } from '../../../../core/protocol/results.ts';
import { voteShape } from '../../../../core/protocol/votes.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { phrases, studyYaml } from '../../../../harness/study-folder.ts';
import { until } from '../../../../harness/until.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import { nothingAccepted } from '../../../../server/start-options.ts';
import { openDatabase } from '../../../../server/store/sqlite/database.ts';
import { createStoredVotes } from '../../../../server/store/sqlite/stored-votes.ts';
import { openStudyServer } from '../../../../server/study-server.ts';
import { openServer, reportOf } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.dispose());

const results = async (): Promise<RoundResults> =>
  roundResultsSchema.parse((await server.app.inject(`/v1/rounds/${server.round.id}/results`)).json());
const close = () => {
  server.clock.now = Date.parse(server.round.signed.document.closesAt);
};
async function vote(answers: readonly number[], seed = 7) {
  const random = seededRandom(seed);
  const statuses = await Promise.all(
    answers.map(async (answer) => {
      const payload = reportOf(server.round, randomise(answer, server.mechanism, random), server.mechanism);
      return (await server.app.inject({ method: 'POST', url: '/v1/reports', payload })).statusCode;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([202]));
}

test('shows only a coarse total before the release, in JSON and on every page', async () => {
  await vote(Array<number>(137).fill(0));
  const shown = await results();
  expect(shown.outcome).toEqual({ state: 'open', coarseTotal: 100 });
  const urls = [`/v1/rounds/${server.round.id}/results`, '/', '/studies/commute', '/studies/commute/results'];
  for (const url of urls) {
    const { body, statusCode } = await server.app.inject(url);
    expect(statusCode).toBe(200);
    expect(body, url).not.toMatch(/\b137\b/);
    expect(body, url).not.toMatch(/"?(share|standardError|pValue)"?:/);
  }
});

test('gives no estimate, and not even the total, when too few reports arrived', async () => {
  await vote(Array<number>(49).fill(0));
  close();
  expect((await results()).outcome).toEqual({ state: 'too-few', minimumReports: 50 });
  expect((await server.app.inject('/studies/commute/results')).body).not.toMatch(/\b49\b/);
});

test.for([
  [49, 'too-few'],
  [50, 'released'],
  [51, 'released'],
] as const)('with %i reports, where at least 50 are asked for, a closed round is %s', async ([reports, state]) => {
  await vote(Array<number>(reports).fill(0));
  close();
  expect((await results()).outcome.state).toBe(state);
});

test('estimates what was planted, once, at the release, with everything that makes it honest', async () => {
  // Shares .4, .3, .1, 0 and "none" .2.
  const planted = [0.4, 0.3, 0.1, 0, 0.2];
  const volunteers = 2000;
  await vote(planted.flatMap((share, answer) => Array<number>(share * volunteers).fill(answer)));
  close();
  const { outcome, logHead, texts } = await results();
  if (outcome.state !== 'released') throw new Error(`expected a release, found ${outcome.state}`);
  expect(logHead).toBe(server.round.id);
  expect(texts).toEqual(phrases);
  expect(outcome.reports).toBe(volunteers);
  const { none } = outcome;
  if (none === null) throw new Error('expected an estimate for "none"');
  for (const share of [...outcome.shares, none]) {
    const truth = planted[share.index] as number;
    expect(share.low).toBeLessThanOrEqual(truth);
    expect(share.high).toBeGreaterThanOrEqual(truth);
    expect(share.significant).toBe(truth > 0);
  }
  expect(none.index).toBe(4);
  expect(outcome.asked).toBeNull();
  expect(outcome.localEpsilon).toBe(realisedEpsilon(server.mechanism));
  expect(outcome.central).toMatchObject({
    delta: 1e-6,
    condition: expect.stringMatching(/honest.*links reports.*Sybils.*local epsilon/),
  });
  expect(outcome.central.epsilon).toBeGreaterThan(0);
  expect(outcome.central.epsilon).toBeLessThan(outcome.localEpsilon);
  expect(outcome.leverage).toBeGreaterThan(1);
  expect(outcome.participation).toBe('open');
  expect(outcome.level).toBe(0.05);
  // The numbers are those of the counters and of nothing else.
  const { reports, noisySupports } = await server.store.counters(server.round.id);
  const { shares } = estimateShares({ mechanism: server.mechanism, reports, counts: noisySupports, level: 0.05 });
  expect([...outcome.shares, outcome.none]).toEqual(shares);
  expect((await results()).outcome).toEqual(outcome);
});

test('a round closed early by its administrator is released as planned', async () => {
  await vote(Array<number>(60).fill(1));
  await server.app.inject({
    method: 'POST',
    url: `/v1/rounds/${server.round.id}/close`,
    headers: { authorization: `Bearer ${server.adminToken}` },
  });
  expect((await results()).outcome).toMatchObject({ state: 'released', reports: 60 });
});

test.each([
  ['its results', (round: string) => `/v1/rounds/${round}/results`],
  ['rounds', () => `/v1/studies/${server.study.id}/rounds`],
])('once its time is over, whoever asks for %s closes the round in the store for good', async (_what, url) => {
  await vote(Array<number>(60).fill(1));
  close();
  await server.app.inject(url(server.round.id));
  await until('the round to be closed', async () => (await server.store.publications()).studies[0]?.rounds[0]?.closed);
  // Even a clock that is set back opens nothing again.
  server.clock.now = Date.parse('2026-03-01T00:00:00Z');
  const payload = reportOf(server.round, [0], server.mechanism);
  const answer = await server.app.inject({ method: 'POST', url: '/v1/reports', payload });
  expect(answer.json()).toMatchObject({ code: 'round-closed' });
});

test('a server that starts after the closing time closes the round', async () => {
  await vote(Array<number>(60).fill(1));
  await server.close();
  const again = await openStudyServer({
    configuration: { data: server.data, studies: server.parent, host: '127.0.0.1', publicOrigin: undefined },
    accepted: { ...nothingAccepted, clock: true },
    now: () => Date.parse(server.round.signed.document.closesAt),
    loadEmbedder: () => Promise.reject(new Error('no candidate round, so no model')),
  });
  expect((await again.store.publications()).studies[0]?.rounds[0]?.closed).toBe(true);
  await again.close();
});

test('a round that a restored server has closed releases nothing, and says why', async () => {
  await vote(Array<number>(60).fill(1));
  await server.close();
  const database = openDatabase(join(server.data, 'donor.sqlite'));
  createStoredVotes(database, secureRandom()).withholdRound(server.round.id);
  database.close();
  const again = await server.openAgain();
  const outcome = { state: 'withheld', reason: 'restored-from-backup' };
  expect((await again.app.inject(`/v1/rounds/${server.round.id}/results`)).json().outcome).toEqual(outcome);
  expect((await again.app.inject('/studies/commute/results')).body).toContain('was restored from a backup while');
  const payload = reportOf(server.round, [0], server.mechanism);
  expect((await again.app.inject({ method: 'POST', url: '/v1/reports', payload })).json().code).toBe('round-closed');
  await again.close();
});

test('ranks of a mechanism with several ids a vote use the counts of pairs in the votes', async () => {
  await server.dispose();
  const phrases = Array.from({ length: 30 }, (_, i) => `phrase number ${i}`).join('\n');
  server = await openServer({
    yaml: studyYaml({ epsilon: 2 }),
    files: { 'phrases.txt': phrases },
  });
  expect(server.mechanism.subsetSize).toBeGreaterThan(1);
  await vote(Array.from({ length: 1500 }, (_, i) => (i % 3 === 0 ? 0 : 1)));
  close();
  const { outcome } = await results();
  if (outcome.state !== 'released') throw new Error('expected a release');
  const { reports, noisySupports: counts } = await server.store.counters(server.round.id);
  const joint = (await server.store.releases(server.round.id))[0]?.noisyPairs;
  const jointCounts = (u: number, v: number) => joint?.[u * 31 + v] ?? 0;
  const exact = estimateShares({ mechanism: server.mechanism, reports, counts, level: 0.05, jointCounts });
  expect(outcome.shares).toEqual(exact.shares.slice(0, -1));
  expect(outcome.shares[1]).toMatchObject({ rankLow: 1, rankHigh: 1, significant: true });
});

test('a prevalence poll gives each phrase a share of its own, no "none", and no central epsilon that is not proven', async () => {
  await server.dispose();
  server = await openServer({ yaml: studyYaml({ rounds: ['prevalence'] }) });
  const manifest = server.round.signed.document;
  expect(manifest).toMatchObject({ poll: 'prevalence', mechanism: { domainSize: 2, subsetSize: 1 } });
  expect(server.study.signed.document.questions).toMatchObject([{ kind: 'fragments', poll: 'prevalence' }]);
  const random = seededRandom(5);
  // The last phrase is drawn by 19, one too few.
  const asked = [400, 300, 200, 19];
  const planted = [0.5, 0.1, 0, 1];
  for (const [fragment, count] of asked.entries()) {
    for (let i = 0; i < count; i++) {
      const answer = i < count * (planted[fragment] ?? 0) ? 1 : 0;
      const vote = randomiseForFragment(fragment, answer, server.mechanism, random);
      const payload = reportOf(server.round, vote, voteShape(manifest));
      expect((await server.app.inject({ method: 'POST', url: '/v1/reports', payload })).statusCode).toBe(202);
    }
  }
  const beyond = reportOf(server.round, [8], { domainSize: 100, subsetSize: 1 });
  const refused = await server.app.inject({ method: 'POST', url: '/v1/reports', payload: beyond });
  expect(refused.json()).toMatchObject({
    code: 'malformed-vote',
    detail: expect.stringContaining('1 distinct ids below 8'),
  });
  close();
  const { outcome } = await results();
  if (outcome.state !== 'released') throw new Error(`expected a release, found ${outcome.state}`);
  expect(outcome).toMatchObject({ reports: 919, asked, none: null, level: 0.05 });
  expect(outcome.shares.map(({ index }) => index)).toEqual([0, 1, 2]);
  for (const { index, low, high, significant } of outcome.shares) {
    expect(low).toBeLessThanOrEqual(planted[index] as number);
    expect(high).toBeGreaterThanOrEqual(planted[index] as number);
    expect(significant).toBe((planted[index] as number) > 0);
  }
  expect(outcome.central).toMatchObject({
    epsilon: outcome.localEpsilon,
    method: 'local',
    condition: expect.stringMatching(/local epsilon.*no smaller number is proven/),
  });
  const { p, q } = supportProbabilities(server.mechanism);
  expect(outcome.leverage).toBeCloseTo((4 * (1 - q)) / (p - q), 9);
  const { body } = await server.app.inject('/studies/commute/results');
  expect(body).toMatch(/1 phrase has no estimate: fewer than 20 reports/);
  expect(body).not.toMatch(/none of these/);
});
