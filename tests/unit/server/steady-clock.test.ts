import { beforeEach, expect, test } from 'vitest';
import { createSteadyClock } from '../../../server/steady-clock.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.parse('2026-03-01T00:00:00Z');
let wall: number;
let elapsed: number;
let jumps: number[];
let now: () => number;
beforeEach(() => {
  [wall, elapsed, jumps] = [start, 500, []];
  now = createSteadyClock({ wall: () => wall, elapsed: () => elapsed, onJump: (days) => jumps.push(days) });
});
const pass = (ms: number, jump = 0) => {
  wall += ms + jump;
  elapsed += ms;
};

test('is the clock of the machine while that goes on, and when it is set by up to a day', () => {
  for (const [ms, jump] of [
    [1, 0],
    [10 * day, 0],
    [5, day],
    [5, -day],
  ] as const) {
    pass(ms, jump);
    expect(now()).toBe(wall);
  }
  expect(jumps).toEqual([]);
});

test.each([
  ['ahead', day + 1],
  ['back', -day - 1],
  ['ten years ahead', 3650 * day],
])('counts on by itself after a jump %s, says so once, and follows the machine again when it fits', (_how, jump) => {
  now();
  pass(1000, jump);
  expect(now()).toBe(start + 1000);
  pass(2000);
  expect(now()).toBe(start + 3000);
  expect(jumps).toEqual([jump / day]);
  pass(0, -jump + 60_000);
  expect(now()).toBe(start + 63_000);
  pass(1000, jump);
  expect(now()).toBe(start + 64_000);
  expect(jumps).toHaveLength(2);
});
