import { describe, expect, it } from 'vitest';
import { roundTexts } from '../../../../src/reports/report-store.ts';
import { eraseEverything } from '../../../../src/storage/erase.ts';
import { loadBatches } from '../../../../src/studies/batches.ts';
import { deleteUnneeded } from '../../../../src/studies/left-behind.ts';
import { leaveStudy } from '../../../../src/studies/membership.ts';
import { candidates, server, startOfTime, studyWorld } from '../study-world.ts';
import { donate, join, joinedDevice } from '../test-device.ts';

const never = new AbortController().signal;
const click = { kind: 'click', at: startOfTime } as const;

describe('what a study leaves behind', () => {
  it('is deleted when it is left: rounds and batches', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    await donate(device, click, never);
    expect(await device.database.count('batches')).toBe(3);
    await leaveStudy(device.database, world.study, device.now());
    expect([await device.database.count('rounds'), await device.database.count('batches')]).toEqual([0, 0]);
  });

  it('stays where another study needs the same batches', async () => {
    const [one, other] = [await studyWorld(), await studyWorld({ study: { name: 'other' } })];
    const device = await joinedDevice(one);
    await donate(device, click, never);
    const there = { ...device, network: { ...device.network, fetch: other.fetch } };
    await join(there, other);
    one.reply = () => new Response(null, { status: 404 });
    await donate(there, click, never);
    await leaveStudy(device.database, one.study, device.now());
    expect(await device.database.count('batches')).toBe(3);
  });

  it('is deleted when its rounds close, but for the texts of receipts', async () => {
    const closesAt = Date.parse('2030-06-01T00:00:00Z');
    const world = await studyWorld();
    const device = await joinedDevice(world);
    await donate(device, click, never);
    await deleteUnneeded(device.database, closesAt - 1);
    expect(await device.database.count('batches')).toBe(3);
    await deleteUnneeded(device.database, closesAt);
    expect(await device.database.count('batches')).toBe(2);
    const round = world.roundIds[0] as (typeof world.roundIds)[number];
    expect(await roundTexts(device.database, world.study, round)).toEqual(candidates);
    await device.database.clear('answeredRounds');
    await deleteUnneeded(device.database, closesAt);
    expect(await device.database.count('batches')).toBe(0);
  });

  it('is deleted when its server says that a round has closed', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    await donate(device, click, never);
    for (const round of world.rounds) round.closed = true;
    await donate(device, click, never);
    expect(await device.database.count('batches')).toBe(1);
  });

  it('gets nothing more that arrives after leaving or erasing', async () => {
    for (const end of [leaveStudy, eraseEverything]) {
      const world = await studyWorld({ rounds: ['candidates'] });
      const device = await joinedDevice(world);
      const manifest = world.rounds[0]?.signed.document;
      if (!manifest) throw new Error('no round');
      world.reply = ({ path }) => {
        if (path.startsWith('/v1/batches/')) void end(device.database, world.study, startOfTime);
        return undefined;
      };
      const loaded = await loadBatches(device, server, manifest, { bytes: 1_000_000 }, never);
      expect(loaded).toEqual({ ok: false, reason: { key: 'reason_not_joined' } });
      expect(await device.database.count('batches')).toBe(0);
    }
  });
});
