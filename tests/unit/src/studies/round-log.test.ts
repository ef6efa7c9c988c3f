import { describe, expect, it } from 'vitest';
import type { RoundId } from '../../../../core/ids.ts';
import type { RoundManifest } from '../../../../core/protocol/manifest.ts';
import { sign } from '../../../../core/protocol/signed.ts';
import type { ReasonKey } from '../../../../src/language/sentence-keys.ts';
import { refreshLog } from '../../../../src/studies/round-log.ts';
import { changeRound, roundsOf, studyById } from '../../../../src/studies/study-store.ts';
import { type StudyWorld, startOfTime, studyWorld } from '../study-world.ts';
import { donate, joinedDevice, type TestDevice } from '../test-device.ts';

const never = new AbortController().signal;

async function refresh(device: TestDevice, world: StudyWorld) {
  const study = await studyById(device.database, world.study);
  if (!study) throw new Error('not joined');
  return refreshLog(device, study, never);
}

async function joined(choices?: Parameters<typeof studyWorld>[0]) {
  const world = await studyWorld(choices);
  const device = await joinedDevice(world);
  return { world, device };
}

describe('the log of rounds', () => {
  it('is stored with its rounds, and may grow', async () => {
    const { world, device } = await joined();
    expect(await refresh(device, world)).toEqual({ ok: true });
    await world.addRound('candidates');
    expect(await refresh(device, world)).toEqual({ ok: true });
    expect((await studyById(device.database, world.study))?.log).toEqual(world.roundIds);
    expect((await roundsOf(device.database, world.study)).map(({ round }) => round)).toEqual(world.roundIds);
  });

  it('keeps what the device knows of a round when it is fetched again', async () => {
    const { world, device } = await joined({ rounds: ['candidates'] });
    await donate(device, { kind: 'click', at: startOfTime }, never);
    const first = world.rounds[0];
    if (first) first.closed = true;
    await refresh(device, world);
    expect(await roundsOf(device.database, world.study)).toMatchObject([
      { closed: true, checked: true, sendAt: startOfTime + 30_000 },
    ]);
  });

  async function resign(
    rounds: StudyWorld['rounds'],
    at: number,
    changes: Partial<Pick<RoundManifest, 'sequence' | 'previous'>>,
    key: CryptoKey,
  ) {
    const round = rounds[at];
    if (round) round.signed = await sign({ ...round.signed.document, ...changes }, key);
  }

  const breaks: [string, ReasonKey, (world: StudyWorld) => Promise<void> | void][] = [
    [
      'a round that another key signed',
      'reason_log_not_signed',
      async ({ rounds }) => {
        const keys = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
        const round = rounds[1];
        if (round) round.signed = await sign(round.signed.document, keys.privateKey);
      },
    ],
    [
      'a round that was changed after it was signed',
      'reason_log_not_signed',
      ({ rounds }) => {
        const round = rounds[1];
        if (round) round.signed = { ...round.signed, document: { ...round.signed.document, title: 'Changed' } };
      },
    ],
    [
      'rounds in another order',
      'reason_log_no_chain',
      ({ rounds }) => {
        rounds.reverse();
      },
    ],
    [
      'a missing first round',
      'reason_log_no_chain',
      ({ rounds }) => {
        rounds.shift();
      },
    ],
    [
      'a round that tells another place in the log',
      'reason_log_no_chain',
      ({ rounds, privateKey }) => resign(rounds, 1, { sequence: 5 }, privateKey),
    ],
    [
      'a round that names another round before it',
      'reason_log_no_chain',
      ({ rounds, privateKey, roundIds }) => resign(rounds, 1, { previous: roundIds[1] as RoundId }, privateKey),
    ],
    [
      'a round of another study, signed with the same key',
      'reason_log_other_study',
      async ({ rounds, privateKey }) => {
        const document = rounds[0]?.signed.document;
        if (document) {
          const study = 'f'.repeat(64) as typeof document.study;
          rounds[0] = { signed: await sign({ ...document, study }, privateKey), closed: false };
        }
      },
    ],
  ];
  it.each(breaks)('with %s is refused as a whole', async (_name, key, breakIt) => {
    const { world, device } = await joined();
    await breakIt(world);
    const refreshed = await refresh(device, world);
    expect(refreshed).toMatchObject({ ok: false, reason: { key } });
    expect(await studyById(device.database, world.study)).toMatchObject({ log: [], problem: { key } });
    expect(await roundsOf(device.database, world.study)).toEqual([]);
  });

  it('that shows another past is refused, and nothing is answered', async () => {
    const { world, device } = await joined();
    await refresh(device, world);
    const other = await studyWorld();
    const document = other.rounds[0]?.signed.document;
    if (!document) throw new Error('no round');
    const rewritten = { ...document, study: world.study, title: 'Another past' };
    world.rounds[0] = { signed: await sign(rewritten, world.privateKey), closed: false };
    const outcomes = await donate(device, { kind: 'click', at: startOfTime }, never);
    expect(outcomes).toMatchObject([{ kind: 'skipped', reason: { key: 'reason_log_other_history' } }]);
    expect(await device.database.count('outbox')).toBe(0);
    expect((await studyById(device.database, world.study))?.log).toEqual(world.roundIds);
  });

  it('that leaves out rounds it showed before is refused', async () => {
    const { world, device } = await joined();
    await refresh(device, world);
    world.rounds.pop();
    expect(await refresh(device, world)).toMatchObject({ ok: false, reason: { key: 'reason_log_shorter' } });
  });

  it('is read with the oldest round first, whatever the rounds are called', async () => {
    const { world, device } = await joined();
    for (const [sequence, round] of ['c', 'a', 'b'].entries()) {
      const signed = { document: { sequence } };
      await device.database.put('rounds', { study: world.study, round, signed } as never);
    }
    expect((await roundsOf(device.database, world.study)).map(({ round }) => round)).toEqual(['c', 'a', 'b']);
  });

  it('gets no round from a change of one that is not stored', async () => {
    const { world, device } = await joined();
    const round = { study: world.study, round: world.roundIds[0] as RoundId };
    await changeRound(device.database, round, { problem: 'late' });
    expect(await device.database.count('rounds')).toBe(0);
  });

  it('is not stored for a study that was left meanwhile', async () => {
    const { world, device } = await joined();
    const study = await studyById(device.database, world.study);
    if (!study) throw new Error('not joined');
    await device.database.delete('studies', world.study);
    await refreshLog(device, study, never);
    expect(await device.database.count('studies')).toBe(0);
    expect(await device.database.count('rounds')).toBe(0);
  });
});
