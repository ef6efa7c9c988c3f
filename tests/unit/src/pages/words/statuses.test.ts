import { describe, expect, test } from 'vitest';
import { prepareRounds } from '../../../../../src/donation/donate.ts';
import { readingTimeMs } from '../../../../../src/donation/send-time.ts';
import { readStudies } from '../../../../../src/pages/device/read-studies.ts';
import { type Status, statusInWords, studyStatus, withinWords } from '../../../../../src/pages/words/statuses.ts';
import { changeSettings } from '../../../../../src/storage/settings-store.ts';
import { changeStudy } from '../../../../../src/studies/study-store.ts';
import { studyWorld } from '../../study-world.ts';
import { donate, joinedDevice, type TestDevice } from '../../test-device.ts';

const { signal } = new AbortController();
const hourMs = 60 * 60 * 1000;

/** Status of the one study of a device, with the times that chance draws left out. */
async function statusOf(device: TestDevice): Promise<Status[]> {
  const all = await readStudies(device.database);
  const [study] = all.studies;
  if (!study) throw new Error('no study is joined');
  return studyStatus(study, all, device.now());
}
const kinds = async (device: TestDevice) => (await statusOf(device)).map(({ kind }) => kind);
const words = async (device: TestDevice) =>
  (await statusOf(device)).map((status) => statusInWords(status, device.now())).join(' ');

describe('how a study stands', () => {
  test('right after joining: no question has come, and the first look is near', async () => {
    const device = await joinedDevice(await studyWorld());
    expect(await kinds(device)).toEqual(['joined', 'next-look']);
    expect(await words(device)).toMatch(/^You have joined[.].* The next look for questions is within .*, if/);
  });

  test('questions are open, and when they are answered by themselves', async () => {
    const device = await joinedDevice(await studyWorld({ rounds: ['candidates', 'fragments'] }));
    const cameAt = device.now();
    await prepareRounds(device, signal);
    expect(await statusOf(device)).toEqual([
      { kind: 'ready', count: 2 },
      { kind: 'by-itself', count: 2, from: cameAt + readingTimeMs },
      { kind: 'next-look', at: expect.any(Number) },
    ]);
    expect(await words(device)).toContain('2 questions are open. You can read their texts now.');
    device.clock.now += readingTimeMs;
    expect(await words(device)).toContain(
      '2 questions are open. They are answered by themselves from the next look on.',
    );
  });

  test('a report waits; when it is sent there is nothing to do', async () => {
    const device = await joinedDevice(await studyWorld({ rounds: ['fragments'] }));
    await donate(device, { kind: 'click', at: device.now() }, signal);
    expect(await kinds(device)).toEqual(['waiting', 'next-look']);
    await device.database.clear('outbox');
    expect(await kinds(device)).toEqual(['nothing', 'next-look']);
    expect(await words(device)).toMatch(/^Nothing to do[.] The next look/);
  });

  test('the server cannot be reached, since when, and no more once it can', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    const since = device.now();
    const reached = device.network.fetch;
    const cut = { ...device, network: { ...device.network, fetch: () => Promise.reject(new TypeError('no network')) } };
    await prepareRounds(cut, signal);
    device.clock.now += hourMs;
    await prepareRounds(cut, signal);
    expect((await statusOf(device))[0]).toEqual({
      kind: 'problem',
      reason: { key: 'reason_unreachable' },
      since,
    });
    expect(await words(device)).toMatch(/failed since .*2030.*tries again by itself/);
    await prepareRounds({ ...device, network: { ...device.network, fetch: reached } }, signal);
    expect(await kinds(device)).toEqual(['ready', 'by-itself', 'next-look']);
  });

  test('a correction comes before a problem, the end before a pause', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    const correction = { study: world.study, publicKey: world.publicKey };
    await changeStudy(device.database, world.study, { correction, problem: 'corrected' });
    expect(await kinds(device)).toEqual(['corrected']);
    const other = await joinedDevice(await studyWorld());
    await changeSettings(other.database, { paused: true });
    expect(await kinds(other)).toEqual(['paused']);
    other.clock.now = Date.UTC(2200, 0, 1);
    expect(await kinds(other)).toEqual(['ended']);
  });

  test('of a device that did not note since when, no time is made up', () => {
    expect(statusInWords({ kind: 'problem', reason: { key: 'reason_unreachable' }, since: null }, 0)).not.toContain(
      'since',
    );
  });
});

test.each([
  [1, '10 minutes'],
  [11 * 60_000, '20 minutes'],
  [hourMs, '60 minutes'],
  [hourMs + 1, '2 hours'],
  [5.4 * hourMs, '6 hours'],
])('%d ms are within %s', (ms, within) => {
  expect(withinWords(ms).replace('1 hour', '60 minutes')).toBe(within);
});
