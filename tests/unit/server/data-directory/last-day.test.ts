import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkClock, rememberDay } from '../../../../server/data-directory/last-day.ts';
import { nothingAccepted } from '../../../../server/start-options.ts';
import { openServer } from '../opened-server.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'donor-clock-'));
  checkClock(directory, at('2026-03-10T09:30:00Z'), false);
});
afterEach(() => rmSync(directory, { recursive: true }));
const at = (time: string) => Date.parse(time);
const day = () => readFileSync(join(directory, 'last-day'), 'utf8');

test('keeps the day and nothing finer', () => {
  expect(readdirSync(directory)).toEqual(['last-day']);
  expect(day()).toBe('2026-03-10\n');
});

test.each(['2026-03-09T00:00:00Z', '2026-03-10T23:59:59Z', '2026-03-11T23:59:59Z'])('takes the time %s', (time) => {
  checkClock(directory, at(time), false);
  expect(day()).toBe(`${time.slice(0, 10)}\n`);
});

test.each(['2026-03-08T23:59:59Z', '2026-03-12T00:00:00Z', '2036-03-10T00:00:00Z'])(
  'refuses the time %s, again and again, until it is accepted',
  (time) => {
    for (let i = 0; i < 2; i++) {
      expect(() => checkClock(directory, at(time), false)).toThrow(
        new RegExp(`^The clock says ${time.slice(0, 10)}, and a server last ran .* on 2026-03-10\\..*--accept-clock`),
      );
    }
    // Nor does a server that is running write it down.
    rememberDay(directory, at(time));
    expect(day()).toBe('2026-03-10\n');
    checkClock(directory, at(time), true);
    checkClock(directory, at(time), false);
  },
);

test('a server that runs for days is never asked', () => {
  for (const date of ['11', '12', '13']) rememberDay(directory, at(`2026-03-${date}T12:00:00Z`));
  checkClock(directory, at('2026-03-14T12:00:00Z'), false);
});

test('a clock far ahead closes no round', async () => {
  const server = await openServer();
  await server.close();
  const right = server.clock.now;
  server.clock.now = at('2036-01-01T00:00:00Z');
  await expect(server.openAgain()).rejects.toThrow(/^The clock says 2036-01-01/);
  server.clock.now = right;
  const again = await server.openAgain();
  expect((await again.store.publications()).studies).toEqual([server.study]);
  await again.close();
  server.clock.now = at('2036-01-01T00:00:00Z');
  const accepted = await server.openAgain({ ...nothingAccepted, clock: true });
  expect((await accepted.store.publications()).studies[0]?.rounds[0]?.closed).toBe(true);
  await accepted.close();
  await server.dispose();
});
