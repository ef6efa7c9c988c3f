import { describe, expect, it } from 'vitest';
import { donate } from '../../../../src/donation/donate.ts';
import { nextDueTime } from '../../../../src/donation/next-due-time.ts';
import { firstAnswerMs, takeCheck } from '../../../../src/studies/checks.ts';
import { leaveStudy } from '../../../../src/studies/membership.ts';
import { startOfTime, studyWorld } from '../study-world.ts';
import { join, joinedDevice, testDevice, typeDraft } from '../test-device.ts';

const sixHoursMs = 6 * 60 * 60 * 1000;

describe('the rhythm of checks', () => {
  it('starts with the first study and ends with the last', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    expect(await nextDueTime(device)).toBeUndefined();
    await join(device, world);
    expect(await nextDueTime(device)).toBe(startOfTime + firstAnswerMs);
    await leaveStudy(device.database, world.study, device.now());
    expect(await nextDueTime(device)).toBeUndefined();
  });

  it('goes on every six hours, whatever was found', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    expect(await takeCheck(device.database, startOfTime + firstAnswerMs - 1)).toBe(false);
    device.clock.now += firstAnswerMs;
    expect(await takeCheck(device.database, device.now())).toBe(true);
    expect(await takeCheck(device.database, device.now())).toBe(false);
    expect(await nextDueTime(device)).toBe(device.now() + sixHoursMs);
  });

  it('is never taken while no study is joined', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    expect(await takeCheck(device.database, device.now())).toBe(false);
    await join(device, world);
    await leaveStudy(device.database, world.study, device.now());
    expect(await takeCheck(device.database, device.now() + firstAnswerMs)).toBe(false);
  });

  it('is taken once when two wake-ups come at once', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    device.clock.now += firstAnswerMs;
    const taken = await Promise.all([1, 2].map(() => takeCheck(device.database, device.now())));
    expect(taken.sort()).toEqual([false, true]);
  });

  it('is the same with and without drafts', async () => {
    const times: (number | undefined)[] = [];
    for (const drafts of [0, 20]) {
      const world = await studyWorld();
      const device = await joinedDevice(world);
      for (let i = 0; i < drafts; i++) await typeDraft(device, `draft number ${i} about ${'abcdefghijklmnopqrst'[i]}`);
      device.clock.now += firstAnswerMs;
      await takeCheck(device.database, device.now());
      times.push(await nextDueTime(device));
    }
    expect(times[0]).toBe(times[1]);
  });

  it('comes back soon to a donation that was interrupted', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    const stop = new AbortController();
    const embed: typeof device.embed = (texts, signal) => {
      stop.abort();
      return device.embed(texts, signal);
    };
    await donate({ ...device, embed }, { kind: 'click', at: startOfTime }, stop.signal);
    expect(await nextDueTime(device)).toBe(startOfTime + 60_000);
  });
});
