import { expect, test } from 'vitest';
import { areAllDone, firstSteps, writingMs } from '../../../../../src/pages/device/first-steps.ts';

const joined = [{}] as never;
const site = { allowedAt: 1000 };

test('the first steps are done one by one', () => {
  expect(firstSteps([], [], 0, 0)).toEqual({ joined: false, allowed: false, wrote: false, answered: false });
  expect(firstSteps(joined, [site], 0, 1000)).toEqual({ joined: true, allowed: true, wrote: false, answered: false });
  expect(firstSteps(joined, [site], 0, 999 + writingMs).wrote).toBe(false);
  expect(firstSteps(joined, [site, { allowedAt: 5000 }], 0, 1000 + writingMs).wrote).toBe(true);
  expect(areAllDone(firstSteps(joined, [site], 0, 1000 + writingMs))).toBe(false);
  expect(areAllDone(firstSteps(joined, [site], 1, 1000 + writingMs))).toBe(true);
});
