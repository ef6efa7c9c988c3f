import { expect, it } from 'vitest';
import { oneAtATime } from '../../../src/one-at-a-time.ts';

it('runs one task after the other, also after one that failed', async () => {
  const inTurn = oneAtATime();
  const steps: string[] = [];
  const task = (name: string, fails = false) =>
    inTurn(async () => {
      steps.push(`${name} starts`);
      await Promise.resolve();
      steps.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const settled = await Promise.allSettled([task('a'), task('b', true), task('c')]);
  expect(steps).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
