import { describe, expect, it } from 'vitest';
import type { StudyId } from '../../../../core/ids.ts';
import { sealLeftOver, unsealedRounds } from '../../../../src/donation/seal-round.ts';
import { cohortIn, joinStudy, leaveWithNotice } from '../../../../src/studies/membership.ts';
import { reviewStudy } from '../../../../src/studies/review-study.ts';
import { refreshLog } from '../../../../src/studies/round-log.ts';
import {
  changeRound,
  forgetWithdrawn,
  listWithdrawn,
  roundsOf,
  studyById,
} from '../../../../src/studies/study-store.ts';
import { problemResponse, type SentRequest, type StudyWorld, server, startOfTime, studyWorld } from '../study-world.ts';
import { donate, join, joinedDevice, type TestDevice } from '../test-device.ts';

const never = new AbortController().signal;
const click = { kind: 'click', at: startOfTime } as const;

/** A server that has corrected the study of `earlier`; `foreign` has another key, which nobody has signed. */
async function correct(earlier: StudyWorld, { foreign = false, title = 'Corrected' } = {}): Promise<StudyWorld> {
  const next = await studyWorld({
    ...(foreign ? {} : { sharedKey: earlier }),
    epsilon: 1,
    study: { name: 'everyday-2', title, cohorts: 3, corrects: { study: earlier.study, keySignature: null } },
  });
  earlier.reply = ({ path }: SentRequest) => {
    if (path === `/v1/studies/${earlier.study}/rounds`) {
      return Response.json({ rounds: earlier.rounds, correctedBy: next.study });
    }
    return path.includes(next.study) ? Response.json(next.signed) : undefined;
  };
  return next;
}

/** From here on the device asks the server of `world`. */
const at = (device: TestDevice, world: StudyWorld) => ({
  ...device,
  network: { ...device.network, fetch: world.fetch },
});

const outcomeOf = async (device: TestDevice) => (await donate(device, click, never))[0];

describe('a study that was corrected', () => {
  it('is not answered until the volunteer has decided about the new one', async () => {
    const earlier = await studyWorld({ epsilon: 1 });
    const device = await joinedDevice(earlier);
    const next = await correct(earlier);
    expect(await outcomeOf(device)).toMatchObject({ kind: 'skipped', reason: { key: 'reason_corrected' } });
    const record = await studyById(device.database, earlier.study);
    expect(record?.correction).toEqual({ study: next.study, publicKey: next.publicKey });
    expect(await device.database.count('outbox')).toBe(0);
    // The new study is fetched once, and nothing else of it.
    await outcomeOf(device);
    expect(earlier.requests.filter(({ path }) => path.includes(next.study))).toHaveLength(1);
    expect(await device.database.count('charges')).toBe(0);
  });

  it('resumes no vote that was not sealed', async () => {
    const earlier = await studyWorld({ epsilon: 1 });
    const device = await joinedDevice(earlier);
    const study = await studyById(device.database, earlier.study);
    if (study) await refreshLog(device, study, never);
    const [round] = await roundsOf(device.database, earlier.study);
    if (round) await changeRound(device.database, round, { sendAt: startOfTime + 30_000 });
    expect(await unsealedRounds(device)).not.toEqual([]);
    await correct(earlier);
    await outcomeOf(device);
    expect(await sealLeftOver(device, never)).toMatchObject([{ reason: { key: 'reason_corrected' } }]);
    expect(await unsealedRounds(device)).toEqual([]);
    expect(await device.database.count('charges')).toBe(0);
  });

  it('is not believed to be corrected by a study under a key that nobody has signed', async () => {
    const earlier = await studyWorld({ epsilon: 1 });
    const device = await joinedDevice(earlier);
    await correct(earlier, { foreign: true });
    expect(await outcomeOf(device)).toMatchObject({ reason: { key: 'reason_foreign_correction' } });
    expect((await studyById(device.database, earlier.study))?.correction).toBeUndefined();
  });

  it('gives its place to the new one, with cohort, charges and the questions that were answered', async () => {
    const earlier = await studyWorld({ epsilon: 1, study: { cohorts: 3 } });
    const device = await joinedDevice(earlier);
    await device.database.put('cohorts', { study: earlier.study, cohort: 2 });
    expect((await donate(device, click, never)).map(({ kind }) => kind)).toEqual(['sealed', 'sealed']);
    const next = await correct(earlier);
    const there = at(device, next);
    expect((await reviewStudy(there, next.link, never)).ok).toBe(true);
    expect(await joinStudy(there, next.study, server)).toBe(true);
    expect(await studyById(device.database, earlier.study)).toBeUndefined();
    expect(await cohortIn(device.database, next.study)).toBe(2);
    // What waited for the earlier study is cancelled, and refunded to nobody.
    expect((await device.database.getAll('receipts')).map(({ outcome }) => outcome)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(await device.database.count('charges')).toBe(2);
    expect((await donate(there, click, never)).map(({ kind }) => kind)).toEqual([
      'already-answered',
      'already-answered',
    ]);
  });

  it('leaves open what was not answered there', async () => {
    const earlier = await studyWorld({ epsilon: 1, rounds: ['candidates'] });
    const device = await joinedDevice(earlier);
    await donate(device, click, never);
    await earlier.addRound('fragments');
    const record = await studyById(device.database, earlier.study);
    if (record) await refreshLog(device, record, never);
    const next = await correct(earlier);
    const there = at(device, next);
    await reviewStudy(there, next.link, never);
    await joinStudy(there, next.study, server);
    const outcomes = await donate(there, click, never);
    expect(outcomes.map(({ kind, round }) => [kind, round])).toEqual([
      ['already-answered', next.roundIds[0]],
      ['sealed', next.roundIds[1]],
    ]);
  });

  it('draws a cohort anew when the new one has not so many', async () => {
    const earlier = await studyWorld({ epsilon: 1, study: { cohorts: 5 } });
    const device = await joinedDevice(earlier);
    for (const cohort of [3, 4]) {
      await device.database.put('cohorts', { study: earlier.study, cohort });
      const next = await correct(earlier);
      const there = at(device, next);
      await reviewStudy(there, next.link, never);
      await joinStudy(there, next.study, server);
      expect(await cohortIn(device.database, next.study)).toBeLessThan(3);
      for (const store of ['studies', 'cohorts'] as const) await device.database.delete(store, next.study);
      await join(device, earlier);
    }
  });

  it('stays unanswered when its server no longer names the correction', async () => {
    const earlier = await studyWorld({ epsilon: 1 });
    const device = await joinedDevice(earlier);
    await correct(earlier);
    await outcomeOf(device);
    earlier.reply = () => undefined;
    expect(await outcomeOf(device)).toMatchObject({ kind: 'skipped', reason: { key: 'reason_corrected' } });
  });

  it('is told of when the new study cannot be fetched, or is another one than was named', async () => {
    const earlier = await studyWorld({ epsilon: 1 });
    const device = await joinedDevice(earlier);
    const named = await correct(earlier);
    const other = await correct(earlier, { title: 'Another one' });
    const serve = (reply: Response) => {
      earlier.reply = ({ path }) =>
        path.endsWith('/rounds') ? Response.json({ rounds: earlier.rounds, correctedBy: named.study }) : reply;
    };
    serve(problemResponse('unknown-study'));
    expect(await outcomeOf(device)).toMatchObject({ reason: { key: 'reason_unknown_study' } });
    serve(Response.json(other.signed));
    expect(await outcomeOf(device)).toMatchObject({ reason: { key: 'reason_foreign_correction' } });
    expect((await studyById(device.database, earlier.study))?.correction).toBeUndefined();
  });

  it('keeps its place when the volunteer joins a study that only claims to correct it', async () => {
    const earlier = await studyWorld({ epsilon: 1 });
    const device = await joinedDevice(earlier);
    const foreign = await correct(earlier, { foreign: true });
    const there = at(device, foreign);
    await reviewStudy(there, foreign.link, never);
    await joinStudy(there, foreign.study, server);
    expect((await studyById(device.database, earlier.study))?.state).toBe('joined');
  });
});

describe('a study that was withdrawn', () => {
  it('is left, with what waits for it, and remembered until the volunteer has read that', async () => {
    const world = await studyWorld({ rounds: ['fragments'] });
    const device = await joinedDevice(world);
    await donate(device, click, never);
    world.reply = ({ path }) => (path.endsWith('/rounds') ? problemResponse('study-withdrawn') : undefined);
    expect(await donate(device, click, never)).toEqual([
      { kind: 'withdrawn', study: world.study, server: 'https://study.example' },
    ]);
    expect(await device.database.count('studies')).toBe(0);
    expect(await device.database.count('outbox')).toBe(0);
    expect(await listWithdrawn(device.database)).toEqual([{ study: world.study, title: 'Everyday', at: startOfTime }]);
    await forgetWithdrawn(device.database, world.study);
    expect(await listWithdrawn(device.database)).toEqual([]);
  });

  it('is not left for any other problem', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    world.reply = () => problemResponse('unknown-study');
    expect(await outcomeOf(device)).toMatchObject({ kind: 'skipped' });
    expect(await device.database.count('studies')).toBe(1);
  });

  it('cannot be joined', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(await studyWorld());
    world.reply = () => problemResponse('study-withdrawn');
    const reviewed = await reviewStudy(at(device, world), world.link, never);
    expect(reviewed).toMatchObject({ ok: false, reason: { key: 'reason_study_withdrawn' } });
  });

  it('leaves no trace when it was not joined', async () => {
    const device = await joinedDevice(await studyWorld());
    await leaveWithNotice(device.database, '0'.repeat(64) as StudyId, startOfTime);
    expect(await device.database.count('withdrawnStudies')).toBe(0);
  });
});
