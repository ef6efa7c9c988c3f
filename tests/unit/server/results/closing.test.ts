import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { estimateShares } from '../../../../core/estimation/estimate.ts';
import type { RoundId, StudyId } from '../../../../core/ids.ts';
import { centralEpsilon } from '../../../../core/privacy/amplification.ts';
import { realisedEpsilon } from '../../../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../../../core/privacy/vote-codec.ts';
import { closesAt, opensAt, publication } from '../../../../harness/signed-study.ts';
import { english } from '../../../../server/language/english.ts';
import { createResults } from '../../../../server/results/round-results.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import { openSqliteStore } from '../../../../server/store/sqlite/sqlite-store.ts';
import { openCatalogue } from '../../../../server/studies/catalogue.ts';
import { createLifecycle } from '../../../../server/studies/lifecycle.ts';
import { operateHere } from '../../../store/operate-here.ts';

const random = secureRandom();

/** Results over a database in this thread, with a clock that the test sets; at first the rounds are open. */
async function openResults(shape: Parameters<typeof publication>[0] = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'donor-results-'));
  const clock = { now: opensAt };
  const now = () => clock.now;
  const store = await openSqliteStore({ file: join(directory, 'donor.sqlite'), secret: random(32), now }, operateHere);
  onTestFinished(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });
  const { study, rounds } = await publication(shape).then(async (published) => {
    await store.publish(published);
    return published;
  });
  const catalogue = await openCatalogue(store, now);
  const round = (i: number) => rounds[i] as (typeof rounds)[number];
  const { mechanism } = round(0).signed.document;
  /** Votes of one round, each with these ids. */
  const vote = (count: number, ids: readonly number[] = [0], i = 0) =>
    Promise.all(
      Array.from({ length: count }, () =>
        store.submit({ round: round(i).id, nonce: random(16), noisyVote: encodeVote(ids, mechanism) }),
      ),
    );
  const results = createResults(store, catalogue);
  const lifecycle = createLifecycle(store, catalogue, now);
  return { store, catalogue, clock, study, round, mechanism, vote, results, lifecycle };
}
const ids = (count: number) => Array.from({ length: count }, (_, id) => id);
const closedRounds = async ({ store }: Awaited<ReturnType<typeof openResults>>) =>
  (await store.publications()).studies[0]?.rounds.map(({ closed }) => closed);

test('a round that this server does not have has no results, and cannot be closed', async () => {
  const opened = await openResults();
  const unknown = 'ab'.repeat(32) as RoundId;
  expect(await opened.results.of(unknown)).toBeUndefined();
  expect(await opened.lifecycle.close(unknown)).toBe(false);
  expect(await closedRounds(opened)).toEqual([false]);
});

test('results name study, round, texts and the newest round of the log', async () => {
  const { results, round, study } = await openResults({ rounds: 3, texts: 3 });
  const about = {
    study: study.id,
    texts: ['fragment 0', 'fragment 1', 'fragment 2'],
    logHead: round(2).id,
    kind: 'real',
    votes: { state: 'kept-until', time: '2031-01-31T00:00:00.000Z' },
    outcome: { state: 'open', coarseTotal: 0 },
  };
  for (const i of [0, 1, 2]) {
    expect(await results.of(round(i).id)).toEqual({ ...about, round: round(i).id, manifest: round(i).signed.document });
  }
});

test('withdrawing a study closes its rounds for good; another study is left alone', async () => {
  const opened = await openResults({ rounds: 2 });
  const { lifecycle, store, study } = opened;
  const other = await publication();
  await store.publish(other);
  expect(await lifecycle.withdraw('ab'.repeat(32) as StudyId)).toBe(false);
  expect(await lifecycle.withdraw(study.id)).toBe(true);
  const studies = (await store.publications()).studies.map(({ id, withdrawn, rounds }) => ({
    id,
    withdrawn,
    closed: rounds.map(({ closed }) => closed),
  }));
  expect(studies).toContainEqual({ id: study.id, withdrawn: true, closed: [true, true] });
  expect(studies).toContainEqual({ id: other.study.id, withdrawn: false, closed: [false] });
});

test('rounds of a study that was withdrawn just before the server stopped are closed at the next start', async () => {
  const { store, study } = await openResults();
  await store.endStudy(study.id, { now: opensAt, withdrawn: true });
  const reopened = await openCatalogue(store, () => opensAt);
  await createLifecycle(store, reopened, () => opensAt).closeDue();
  expect((await store.publications()).studies[0]?.rounds.map(({ closed }) => closed)).toEqual([true]);
});

test('an open round shows the largest coarse total that is not above its reports', async () => {
  const { results, round, vote } = await openResults();
  const shown: number[] = [];
  for (const more of [9, 1, 1, 38, 1]) {
    await vote(more);
    const found = await results.of(round(0).id);
    if (found?.outcome.state === 'open') shown.push(found.outcome.coarseTotal);
  }
  // With 9, 10, 11, 49 and 50 reports.
  expect(shown).toEqual([0, 10, 10, 10, 50]);
});

test.each([
  [49, 'too-few'],
  [50, 'released'],
  [51, 'released'],
])('a closed round with %i reports, of 50 asked for, is %s', async (reports, state) => {
  const { results, round, vote, clock } = await openResults();
  await vote(reports);
  clock.now = closesAt;
  expect((await results.of(round(0).id))?.outcome.state).toBe(state);
});

test('asking for the results of a round whose time is over closes it, so that nothing comes after the count', async () => {
  const opened = await openResults({ rounds: 2 });
  await opened.vote(50);
  opened.clock.now = closesAt - 1;
  expect((await opened.results.of(opened.round(0).id))?.outcome.state).toBe('open');
  expect(await closedRounds(opened)).toEqual([false, false]);
  opened.clock.now = closesAt;
  await opened.results.of(opened.round(0).id);
  expect(await closedRounds(opened)).toEqual([true, false]);
  opened.clock.now = opensAt;
  expect(await opened.vote(1)).toEqual(['round-closed']);
});

test('a release is computed once, also for two who ask at the same time', async () => {
  const { results, round, vote, clock, store } = await openResults();
  await vote(60);
  clock.now = closesAt;
  const releases = vi.spyOn(store, 'releases');
  const [one, two] = await Promise.all([results.of(round(0).id), results.of(round(0).id)]);
  expect(one?.outcome).toMatchObject({ state: 'released', reports: 60, participation: 'open', level: 0.05 });
  expect(two?.outcome).toBe(one?.outcome);
  expect((await results.of(round(0).id))?.outcome).toBe(one?.outcome);
  expect(releases).toHaveBeenCalledTimes(1);
});

test('a disk that failed once does not fail for ever', async () => {
  const { results, round, vote, clock, store } = await openResults();
  await vote(60);
  clock.now = closesAt;
  vi.spyOn(store, 'releases').mockRejectedValueOnce(new Error('the disk is away'));
  await expect(results.of(round(0).id)).rejects.toThrow('the disk is away');
  expect((await results.of(round(0).id))?.outcome.state).toBe('released');
});

test('a round closed by its administrator is closed in the store and in what is served', async () => {
  const opened = await openResults({ rounds: 2 });
  await opened.vote(50);
  expect(await opened.lifecycle.close(opened.round(0).id)).toBe(true);
  expect(await closedRounds(opened)).toEqual([true, false]);
  expect(opened.catalogue.round(opened.round(0).id)?.round.closed).toBe(true);
  expect((await opened.results.of(opened.round(0).id))?.outcome.state).toBe('released');
  expect((await opened.results.of(opened.round(1).id))?.outcome.state).toBe('open');
});

test('rounds whose time is over are closed, once, and the store is left alone when there are none', async () => {
  const opened = await openResults({ rounds: 2 });
  const { lifecycle, clock, store, catalogue, round } = opened;
  const closeRound = vi.spyOn(store, 'closeRound');
  const reload = vi.spyOn(catalogue, 'reload');
  clock.now = closesAt - 1;
  await lifecycle.closeDue();
  expect([closeRound.mock.calls, reload.mock.calls]).toEqual([[], []]);
  clock.now = closesAt;
  await Promise.all([lifecycle.closeDue(), lifecycle.closeDue()]);
  await lifecycle.closeDue();
  expect(closeRound.mock.calls).toEqual([[round(0).id], [round(1).id]]);
  expect(await closedRounds(opened)).toEqual([true, true]);
  expect(catalogue.studies()[0]?.rounds.map(({ closed }) => closed)).toEqual([true, true]);
});

test('a round that could not be closed is closed the next time', async () => {
  const opened = await openResults();
  opened.clock.now = closesAt;
  vi.spyOn(opened.store, 'closeRound').mockRejectedValueOnce(new Error('the disk is away'));
  await expect(opened.lifecycle.closeDue()).rejects.toThrow('the disk is away');
  expect(await closedRounds(opened)).toEqual([false]);
  await opened.lifecycle.closeDue();
  expect(await closedRounds(opened)).toEqual([true]);
});

test.each([
  ['a vote of one id needs no counts of pairs', { texts: 20, epsilon: 4 }, false],
  ['votes of several ids need them', { texts: 20, epsilon: 1 }, true],
  ['the largest domain whose pairs are counted has 1001 values', { texts: 1000, epsilon: 2 }, true],
  ['the pairs of a larger domain are not counted', { texts: 1001, epsilon: 2 }, false],
])('%s', async (_what, shape, counted) => {
  const { results, round, vote, clock, store, mechanism } = await openResults(shape);
  await vote(50, ids(mechanism.subsetSize));
  clock.now = closesAt;
  expect((await results.of(round(0).id))?.outcome.state).toBe('released');
  const [release] = await store.releases(round(0).id);
  expect(release?.noisyPairs !== undefined).toBe(counted);
});

test('a release has a line for each text and one for "none", ranked by the counts of pairs in the votes', async () => {
  const { results, round, vote, clock, store, mechanism } = await openResults({ texts: 5, epsilon: 0.5 });
  expect([mechanism.domainSize, mechanism.subsetSize]).toEqual([6, 2]);
  // As counts alone 72 to 60 say little. As pairs they are 12 votes for one alone and none for the other alone.
  await vote(60, [1, 2]);
  await vote(12, [1, 3]);
  await vote(10, [0, 5]);
  clock.now = closesAt;
  const outcome = (await results.of(round(0).id))?.outcome;
  if (outcome?.state !== 'released') throw new Error('expected a release');
  const { reports, noisySupports: counts } = await store.counters(round(0).id);
  const joint = (await store.releases(round(0).id))[0]?.noisyPairs;
  const jointCounts = (u: number, v: number) => joint?.[u * 6 + v] as number;
  const expected = estimateShares({ mechanism, reports, counts, level: 0.05, jointCounts });
  const without = estimateShares({ mechanism, reports, counts, level: 0.05 });
  expect(without.shares[1]).toMatchObject({ rankLow: 1, rankHigh: 2 });
  expect(outcome.shares[1]).toMatchObject({ rankLow: 1, rankHigh: 1 });
  expect(outcome.shares).toEqual(expected.shares.slice(0, 5));
  expect(outcome.none).toEqual(expected.shares[5]);
  expect(outcome.leverage).toBe(expected.leverage);
  expect(outcome.localEpsilon).toBe(realisedEpsilon(mechanism));
  const central = {
    ...centralEpsilon(mechanism, reports, 1e-6),
    delta: 1e-6,
    condition: english.say('central_condition'),
  };
  expect(outcome.central).toEqual(central);
});
