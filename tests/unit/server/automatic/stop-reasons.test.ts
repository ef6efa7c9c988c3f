import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalBytes } from '../../../../core/protocol/canonical-json.ts';
import { embedText } from '../../../../harness/signed-study.ts';
import { approvedPoolOf, approvedPoolSchema } from '../../../../server/automatic/approved-pool.ts';
import { runSettingsSchema, runStateSchema } from '../../../../server/automatic/run-state.ts';
import { TooFewTexts } from '../../../../server/evolution/fit-task.ts';
import { RoundsDiffer } from '../../../../server/evolution/known-rounds.ts';
import { readPool } from '../../../../server/evolution/pool.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import type { SeenPool } from '../../../../server/store/automatic-store.ts';
import { openSqliteStore } from '../../../../server/store/sqlite/sqlite-store.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';
import { operateHere } from '../../../store/operate-here.ts';
import {
  type AutomaticStudy,
  automaticStudy,
  hourMs,
  kindsOf,
  type Served,
  studyIn,
  threeDays,
} from './automatic-study.ts';

let study: AutomaticStudy;
let served: Served;
let pool: SeenPool;

async function prepare(yaml?: (source: string) => string): Promise<void> {
  study = await automaticStudy(yaml);
  const file = join(study.folder, 'donor.sqlite');
  served = await study.serve(await openSqliteStore({ file, secret: secureRandom()(32), now: study.now }, operateHere));
  pool = await study.prepare(served);
}
beforeEach(() => prepare());
afterEach(async () => {
  await served.store.close();
  study.dispose();
});

/** Volunteers answer the open round, and its time passes. */
async function closeRound(reports = 60): Promise<void> {
  await study.vote(served, reports);
  study.clock.now += 73 * hourMs;
}
const work = () => served.automatic.work();
const roundsOpened = async () => (await studyIn(served.store)).rounds.length;
const lastStep = async () => (await served.automatic.named('commute'))?.steps.at(-1)?.step;
async function forge(change: (state: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const run = await served.store.runNamed('commute');
  if (!run) throw new Error('expected a run');
  const state = JSON.stringify(runStateSchema.parse(change(JSON.parse(run.state))));
  const content = JSON.stringify({ kind: 'resumed' });
  await served.store.takeStep({ name: 'commute', after: run.steps, state, at: 1, content, discardsPool: false });
}
async function expectStopped(code: string, reason: RegExp, rounds = 1): Promise<void> {
  expect(await lastStep()).toEqual({ kind: 'stopped', code, reason: expect.stringMatching(reason) });
  expect(await roundsOpened()).toBe(rounds);
  expect(await served.store.pools()).toEqual([]);
  // It stays so.
  const steps = await kindsOf(served);
  await work();
  expect(await kindsOf(served)).toEqual(steps);
}

test('too few reports: nothing is fitted, and nothing opened', async () => {
  await served.automatic.start(pool, threeDays);
  await closeRound(49);
  await work();
  await expectStopped('too-few-reports', /^round 1 has closed with fewer than 50 reports/);
  expect(study.fits()).toBe(0);
});

test.each([
  [
    'the fit has settled',
    'settled',
    /no longer moves/,
    () => {
      study.script.moved = 0.05;
    },
  ],
  [
    'the pool has too few texts',
    'pool-exhausted',
    /the pool has 3/,
    () => {
      study.script.onFit = () => Promise.reject(new TooFewTexts('4 were asked for, and the pool has 3'));
    },
  ],
  [
    'the model is another one',
    'model-missing',
    /cannot be compared/,
    () => {
      study.script.onFit = () => Promise.reject(new RoundsDiffer('their embeddings cannot be compared'));
    },
  ],
  [
    'the key of the study is gone',
    'not-covered',
    /^expected the private key of this study/,
    () => rmSync(join(study.folder, 'keys'), { recursive: true }),
  ],
  ['the pool is gone', 'pool-missing', /no pool any more/, () => served.store.discardPool('commute')],
  ['the study has ended', 'study-ended', /has ended/, async () => endStudy(false)],
  ['the study was withdrawn', 'study-withdrawn', /was withdrawn/, async () => endStudy(true)],
] as const)('stops when %s', async (_when, code, reason, happens) => {
  await served.automatic.start(pool, threeDays);
  await closeRound();
  await happens();
  await work();
  await expectStopped(code, reason);
});

async function endStudy(withdrawn: boolean): Promise<void> {
  const { id } = await studyIn(served.store);
  await (withdrawn ? served.lifecycle.withdraw(id) : served.lifecycle.end(id));
}

test('a paused run of a study that has ended stops, and so do pools that wait', async () => {
  await served.automatic.start(pool, threeDays);
  await served.automatic.pause('commute');
  await served.automatic.settle();
  expect(await served.store.pools()).toEqual(['commute']);
  await endStudy(false);
  await served.automatic.settle();
  await expectStopped('study-ended', /has ended/);
});

test('a round that would go beyond the consent is not opened', async () => {
  await served.automatic.start(pool, { ...threeDays, candidates: 3 });
  await closeRound();
  await work();
  await expectStopped('not-covered', /found 3 texts, and the consent covers at least 4/);
});

test('a round for which the volunteers have no room left is not opened', async () => {
  await served.store.close();
  study.dispose();
  await prepare((source) => source.replace('cohorts: 3', 'cohorts: 1'));
  await served.automatic.start(pool, { ...threeDays, rounds: 5 });
  await closeRound();
  await work();
  expect(await lastStep()).toMatchObject({ kind: 'opened', round: 2 });
  await closeRound();
  await work();
  await expectStopped('volunteers-spent', /no room left/, 2);
});

test('a text that was not approved is never published, wherever it was slipped in', async () => {
  await served.automatic.start(pool, threeDays);
  await closeRound();
  await forge((state) => ({ ...state, next: { do: 'open', texts: ['Buy now!', 'a', 'b', 'c'] } }));
  await work();
  await expectStopped('not-approved', /nobody has approved/);
});

test('a pool that was changed in the database is not the one that was approved', async () => {
  const stored = await served.store.poolNamed('commute');
  if (!stored) throw new Error('expected the pool');
  await served.automatic.start(pool, threeDays);
  await closeRound();
  const approved = approvedPoolSchema.parse(JSON.parse(stored.content));
  const texts = approved.texts.map((each, row) => (row === 5 ? { ...each, text: 'Buy now!' } : each));
  const content = Buffer.from(canonicalBytes({ ...approved, texts })).toString('utf8');
  await served.store.putPool({ ...stored, content });
  await work();
  await expectStopped('pool-changed', /not the one that was approved/);
});

test('a round that was slipped into its state is not believed', async () => {
  await served.automatic.start(pool, threeDays);
  await closeRound();
  await forge((state) => ({
    ...state,
    opened: [{ title: 'Another', kind: 'candidates', texts: 'x.txt', epsilon: 8, minSimilarity: 0.3 }],
    next: { do: 'choose' },
  }));
  await work();
  await expectStopped('log-changed', /a person has opened a round meanwhile/);
});

test('a person who opens a round takes over', async () => {
  await served.automatic.start(pool, threeDays);
  const { store, catalogue } = served;
  writeFileSync(join(study.folder, 'mine.txt'), 'My own text.\nAnd another.\nA third one.\nAnd a fourth.');
  const read = await readStudyFolder(study.folder);
  const [first] = read.study.rounds;
  const yaml = JSON.stringify({ ...read.study, rounds: [first, { ...first, texts: 'mine.txt' }] });
  writeFileSync(join(study.folder, 'study.yaml'), yaml);
  const embed = async (texts: readonly string[]) => texts.map(embedText);
  await publishFolder(study.folder, { store, catalogue, keys: study.keys, embed, now: study.now });
  await study.vote(served, 60);
  study.clock.now += 73 * hourMs;
  await work();
  await expectStopped('log-changed', /a person has opened a round meanwhile/, 2);
});

test('a limit of reports acts on the public total, and only on rounds that it opened', async () => {
  await served.automatic.start(pool, { rounds: 1, reports: 100 });
  await study.vote(served, 120);
  await work();
  expect(await kindsOf(served)).toEqual(['started']);
  study.clock.now += 73 * hourMs;
  await work();
  expect(await lastStep()).toMatchObject({ kind: 'opened', round: 2 });
  await study.vote(served, 99);
  await work();
  expect(await lastStep()).toMatchObject({ kind: 'opened', round: 2 });
  await study.vote(served, 1);
  await work();
  expect((await kindsOf(served)).slice(-3)).toEqual(['limit-reached', 'closed', 'stopped: rounds-done']);
  const steps = (await served.automatic.named('commute'))?.steps.map(({ step }) => step);
  expect(steps).toContainEqual({ kind: 'limit-reached', round: 2, coarseTotal: 100 });
});

test.each([
  [{ rounds: 1 }, /a limit for each round/],
  [{ rounds: 1, reports: 120 }, /expected one of 50, 100, 200, .*the steps of the public total/],
  [{ rounds: 0, hours: 1 }, /rounds/],
  [{ rounds: 1, hours: 0 }, /hours/],
])('refuses the settings %o', (settings, said) => {
  expect(() => runSettingsSchema.parse(settings)).toThrow(said);
});

test('starts only what was approved and embedded, once, and not below the reports of a release', async () => {
  const { automatic, pools } = served;
  expect(await automatic.start({ ...pool, sha256: '1'.repeat(64) as never }, threeDays)).toBe('changed');
  await expect(
    automatic.start(pool, { rounds: 1, reports: 50 }).then(async (first) => {
      await automatic.stop('commute');
      return first;
    }),
  ).resolves.toBe('started');
  expect(await automatic.start(pool, threeDays)).toBe('changed');
  const read = await readStudyFolder(study.folder);
  const approved = approvedPoolOf(read, await readPool(study.folder, read));
  await pools.put(approved);
  expect(await automatic.start(pool, threeDays)).toBe('unembedded');
  while ((await pools.embed(pool))?.embedded !== approved.texts.length);
  const both = await Promise.all([automatic.start(pool, threeDays), automatic.start(pool, threeDays)]);
  expect(both.sort()).toEqual(['active', 'started']);
  expect(await automatic.isActive('commute')).toBe(true);
});

test('a limit below the reports of a release is refused', async () => {
  await served.store.close();
  study.dispose();
  await prepare((source) => source.replace('minimumReports: 50', 'minimumReports: 60'));
  await expect(served.automatic.start(pool, { rounds: 1, reports: 50 })).rejects.toThrow(
    /would close at 50 reports, and nothing may be learned below 60/,
  );
});

test('a pool holds no private text, and only one that its study has nothing new beside', async () => {
  await served.store.close();
  study.dispose();
  await prepare((source) =>
    source.replace('declared: synthetic }]', 'declared: synthetic }, { texts: private.txt, declared: private }]'),
  );
  expect((await served.store.poolNamed('commute'))?.content).not.toContain('nobody may see');
  const read = await readStudyFolder(study.folder);
  const approved = approvedPoolOf(read, await readPool(study.folder, read));
  const twice = { ...approved, texts: [...approved.texts, { text: 'I COOKED soup for dinner.', source: 'x.txt:1' }] };
  await expect(served.pools.put(twice)).rejects.toThrow(/x\.txt:1: the same text as in pool\.txt:1/);
  const { written } = approved;
  const [first] = written.study.rounds;
  if (!first) throw new Error('expected a round');
  const longer = {
    ...approved,
    written: {
      study: { ...written.study, rounds: [first, first] },
      texts: [...written.texts, ...written.texts],
    },
  };
  await expect(served.pools.put(longer)).rejects.toThrow(/rounds\[1\]: this round is not open yet/);
  const other = { ...approved, written: { ...written, study: { ...written.study, name: 'other' } } };
  await expect(served.pools.put(other)).rejects.toThrow(/name: this study is not open on this server/);
});

test('while a round is open, no proposal is made', async () => {
  const { signal } = new AbortController();
  expect(await served.pools.propose(pool, { seed: 1, signal })).toBe('round-open');
  await closeRound();
  const proposed = await served.pools.propose(pool, { seed: 1, signal });
  if (typeof proposed === 'string') throw new Error(proposed);
  expect(proposed.proposal).toMatchObject({
    round: { number: 2, cohorts: [1] },
    problems: [],
    spent: false,
    fromDay: 1,
  });
  expect(await roundsOpened()).toBe(1);
});
