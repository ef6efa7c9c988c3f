import { describe, expect, it } from 'vitest';
import { nextDueTime } from '../../../../src/donation/next-due-time.ts';
import { firstLook, nextLook, takeCheck } from '../../../../src/studies/checks.ts';
import { leaveStudy } from '../../../../src/studies/membership.ts';
import { roundsOf } from '../../../../src/studies/study-store.ts';
import { startOfTime, studyWorld } from '../study-world.ts';
import { donate, join, joinedDevice, type TestDevice, testDevice } from '../test-device.ts';

const hourMs = 60 * 60 * 1000;

const nextCheck = async (device: TestDevice) =>
  (await device.database.get('schedule', 'schedule'))?.nextCheckAt ?? Number.NaN;
const setCheck = (device: TestDevice, nextCheckAt: number) =>
  device.database.put('schedule', { nextCheckAt }, 'schedule');

describe('looking at the rounds', () => {
  it('starts with the first study, at a time that is drawn, and ends with the last', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    expect(await nextDueTime(device)).toBeUndefined();
    await join(device, world);
    const first = await nextCheck(device);
    expect(first).toBeGreaterThanOrEqual(startOfTime + firstLook.shortestMs);
    expect(first).toBeLessThanOrEqual(startOfTime + firstLook.longestMs);
    expect(await nextDueTime(device)).toBe(first);
    await leaveStudy(device.database, world.study, device.now());
    expect(await nextDueTime(device)).toBeUndefined();
  });

  it('goes on after an interval that is drawn anew each time, whatever was found', async () => {
    const device = await joinedDevice(await studyWorld());
    const intervals = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const at = await nextCheck(device);
      device.clock.now = at - 1;
      expect(await takeCheck(device)).toBe(false);
      device.clock.now = at;
      expect(await takeCheck(device)).toBe(true);
      expect(await takeCheck(device)).toBe(false);
      intervals.add((await nextCheck(device)) - device.now());
    }
    expect(intervals.size).toBe(20);
    expect(Math.min(...intervals)).toBeGreaterThanOrEqual(nextLook.shortestMs);
    expect(Math.max(...intervals)).toBeLessThanOrEqual(nextLook.longestMs);
    expect(Math.max(...intervals) - Math.min(...intervals)).toBeGreaterThan(hourMs);
  });

  it('is never due while no study is joined', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    expect(await takeCheck(device)).toBe(false);
    await join(device, world);
    await leaveStudy(device.database, world.study, device.now());
    device.clock.now += 24 * hourMs;
    expect(await takeCheck(device)).toBe(false);
  });

  it('is done once when two wake-ups come at once', async () => {
    const device = await joinedDevice(await studyWorld());
    device.clock.now = await nextCheck(device);
    const taken = await Promise.all([1, 2].map(() => takeCheck(device)));
    expect(taken.sort()).toEqual([false, true]);
  });

  it.each([
    [120_000, true],
    [120_001, false],
  ])('%i ms late happens at once: %s; a device that wakes up later draws a new time', async (lateMs, taken) => {
    const device = await joinedDevice(await studyWorld());
    device.clock.now = (await nextCheck(device)) + lateMs;
    expect(await takeCheck(device)).toBe(taken);
    const next = (await nextCheck(device)) - device.now();
    if (!taken) expect(next >= 0 && next <= hourMs).toBe(true);
  });

  it('comes back from a clock that was ten years ahead once', async () => {
    const device = await joinedDevice(await studyWorld());
    device.clock.now = Date.UTC(2040, 0, 1);
    await setCheck(device, device.now());
    expect(await takeCheck(device)).toBe(true);
    device.clock.now = startOfTime;
    // The alarm rings now, and the time is drawn anew.
    expect(await nextDueTime(device)).toBe(startOfTime);
    expect(await takeCheck(device)).toBe(false);
    expect(await nextCheck(device)).toBeLessThanOrEqual(startOfTime + hourMs);
  });
});

describe('an interrupted donation', () => {
  async function interrupted() {
    const world = await studyWorld({ rounds: ['fragments'] });
    const device = await joinedDevice(world);
    await setCheck(device, startOfTime + 20 * hourMs);
    await donate(device, { kind: 'click', at: startOfTime }, AbortSignal.abort());
    for (const store of ['outbox', 'charges', 'answeredRounds'] as const) await device.database.clear(store);
    const [record] = await roundsOf(device.database, world.study);
    if (!record) throw new Error('no round');
    await device.database.put('rounds', { ...record, sendAt: startOfTime + 30_000, boxStartedAt: startOfTime });
    return device;
  }

  it('is finished when its box is over, at the latest when its report leaves, and else soon again', async () => {
    const device = await interrupted();
    expect(await nextDueTime(device)).toBe(startOfTime + 15_000);
    device.clock.now += 15_000;
    expect(await nextDueTime(device)).toBe(startOfTime + 30_000);
    device.clock.now = startOfTime + 30_000;
    expect(await nextDueTime(device)).toBe(device.now() + 60_000);
  });
});
