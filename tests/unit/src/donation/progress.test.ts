import { beforeEach, describe, expect, test, vi } from 'vitest';
import { prepareRounds } from '../../../../src/donation/donate.ts';
import * as progress from '../../../../src/donation/progress.ts';
import { roundStates } from '../../../../src/donation/round-states.ts';
import { sealLeftOver } from '../../../../src/donation/seal-round.ts';
import { cancelReport, sendDue } from '../../../../src/reports/outbox.ts';
import type { DonationProgress } from '../../../../src/storage/donation-progress.ts';
import { eraseEverything } from '../../../../src/storage/erase.ts';
import { changeRound } from '../../../../src/studies/study-store.ts';
import { candidates, type StudyWorld, startOfTime, studyWorld } from '../study-world.ts';
import { donate, joinedDevice, type TestDevice, typeDraft } from '../test-device.ts';

const never = new AbortController().signal;
const click = { kind: 'click', at: startOfTime } as const;
const day = 24 * 60 * 60 * 1000;

let world: StudyWorld;
let device: TestDevice;
beforeEach(async () => {
  world = await studyWorld();
  device = await joinedDevice(world);
});

const keys = () => world.roundIds.map((round) => ({ study: world.study, round }));
const shown = () => progress.readProgress(device.database, device.now());
const states = async () => {
  const stored = await shown();
  const found = stored ? await roundStates(device.database, stored) : [];
  return world.roundIds.map((id) => found.find(({ round }) => round === id)?.kind);
};
const begin = (stage: 'looking' | 'answering', rounds = keys()) =>
  progress.beginStep(device.database, stage, rounds, device.now());

describe('the progress of a donation', () => {
  test('is stored from the click to the receipt', async () => {
    expect(await shown()).toBeUndefined();
    const looking = await begin('looking', []);
    expect(await shown()).toMatchObject({ stage: 'looking', since: startOfTime });
    await progress.endStep(device.database, looking, { stage: 'asking', rounds: keys() });
    expect(await shown()).toMatchObject({ stage: 'asking', rounds: keys() });
    const answering = await begin('answering');
    expect(await states()).toEqual(['sealing', 'sealing']);
    const outcomes = await donate(device, click, never);
    await progress.endStep(device.database, answering, { stage: 'ended', outcomes });
    expect(await states()).toEqual(['waiting', 'waiting']);
    await cancelReport(device.database, world.study, world.roundIds[0] as never, device.now());
    device.clock.now += 30_000;
    await sendDue(device, never);
    expect(await states()).toEqual(['cancelled', 'sent']);
    device.clock.now = startOfTime + day;
    expect(await shown()).toBeUndefined();
  });

  test('holds the same with and without drafts', async () => {
    const stored: (DonationProgress | undefined)[] = [];
    for (const text of [undefined, candidates[1] as string]) {
      device = await joinedDevice(world);
      if (text !== undefined) await typeDraft(device, text);
      const step = await begin('answering');
      const outcomes = await donate(device, click, never);
      // Answering took until now.
      device.clock.now += text === undefined ? 10 : 12_000;
      await progress.endStep(device.database, step, { stage: 'ended', outcomes });
      const found = await shown();
      stored.push(
        found && {
          ...found,
          step: '',
          outcomes: found.outcomes.toSorted((a, b) => (a.round ?? '').localeCompare(b.round ?? '')),
        },
      );
    }
    expect(stored[0]?.outcomes).toHaveLength(2);
    expect(stored[1]).toEqual(stored[0]);
  });

  test('keeps what looking has found out, and says of a round that was answered before that it was', async () => {
    await donate(device, click, never);
    device.clock.now += 30_000;
    await sendDue(device, never);
    device.clock.now += 1_000;
    const skipped = { kind: 'skipped', study: world.study, reason: 'elsewhere' } as never;
    const looking = await begin('looking', []);
    await progress.endStep(device.database, looking, { stage: 'asking', rounds: keys(), outcomes: [skipped] });
    const answering = await begin('answering');
    const outcomes = keys().map((key) => ({ kind: 'already-answered' as const, ...key }));
    await progress.endStep(device.database, answering, { stage: 'ended', outcomes });
    expect((await shown())?.outcomes).toEqual([skipped, ...outcomes]);
    expect(await states()).toEqual(['already-answered', 'already-answered']);
  });

  test('of a background that was stopped is noted at the next start; what was chosen will be sealed', async () => {
    await prepareRounds(device, never);
    await begin('answering');
    await changeRound(device.database, keys()[0] as never, { sendAt: startOfTime + 30_000 });
    await progress.noteStopped(device.database);
    expect((await shown())?.stage).toBe('answering');
    // Another run of the background has begun nothing.
    vi.resetModules();
    const restarted = await import('../../../../src/donation/progress.ts');
    await restarted.noteStopped(device.database);
    expect((await shown())?.stage).toBe('stopped');
    expect(await states()).toEqual(['sealing', 'interrupted']);
    await sealLeftOver(device, never);
    expect(await states()).toEqual(['waiting', 'interrupted']);
  });

  test('is that of the first of two clicks', async () => {
    const first = await begin('answering');
    const second = await begin('answering');
    const sealed = await donate(device, click, never);
    await progress.endStep(device.database, first, { stage: 'ended', outcomes: sealed });
    await progress.endStep(device.database, second, { stage: 'ended' });
    expect(await states()).toEqual(['waiting', 'waiting']);
  });

  test('changes no more after erasing, or after another click', async () => {
    const first = await begin('looking', []);
    const second = await begin('looking', []);
    await progress.endStep(device.database, first, { stage: 'failed' });
    expect((await shown())?.stage).toBe('looking');
    await eraseEverything(device.database);
    await progress.endStep(device.database, second, { stage: 'ended' });
    expect(await shown()).toBeUndefined();
  });

  test('is forgotten when it was read, and not while something is at work', async () => {
    const step = await begin('looking', []);
    await progress.forgetProgress(device.database);
    expect((await shown())?.stage).toBe('looking');
    await progress.endStep(device.database, step, { stage: 'ended' });
    await progress.forgetProgress(device.database);
    expect(await shown()).toBeUndefined();
  });
});
