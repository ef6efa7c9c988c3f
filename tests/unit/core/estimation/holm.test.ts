import { expect, test } from 'vitest';
import { holm } from '../../../../core/estimation/holm.ts';

test('steps down: each rejection makes the next one easier, the first failure stops', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  expect(holm([0.02, 0.01], 0.05)).toEqual([true, true]);
  expect(holm([0.03, 0.03], 0.05)).toEqual([false, false]);
  // 0.04 would pass alone, but not behind one that fails.
  expect(holm([0.06, 0.055, 0.001], 0.05)).toEqual([false, false, true]);
});

test('its borders belong to rejection; no number is never rejected', () => {
  expect(holm([0.05], 0.05)).toEqual([true]);
  expect(holm([Number.NaN], 0.05)).toEqual([false]);
  expect(holm([], 0.05)).toEqual([]);
});
