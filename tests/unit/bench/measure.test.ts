import { expect, test } from 'vitest';
import type { Benchmark } from '../../../bench/benchmark.ts';
import { measure, spread } from '../../../bench/measure.ts';
import { short, table } from '../../../bench/table.ts';

test('subject and floor take turns, after one round that is thrown away', async () => {
  const calls: string[] = [];
  const benchmark: Benchmark = {
    name: 'twice the floor',
    unit: 'ms',
    floorName: 'half of it',
    prepare: () => ({
      subject: () => 2 * calls.push('subject'),
      floor: () => calls.push('floor') - 1,
      dispose: () => void calls.push('dispose'),
    }),
  };
  const measurement = await measure(benchmark, 3);
  const turn = ['subject', 'floor'];
  expect(calls).toEqual([...turn, ...turn, ...turn, ...turn, 'dispose']);
  expect(measurement.subject).toEqual({ median: 10, min: 6, max: 14 });
  expect(measurement.ratio).toEqual({ median: 2, min: 2, max: 2 });
});

test('a benchmark that fails is disposed of', async () => {
  let disposed = false;
  const failing: Benchmark = {
    name: 'fails',
    unit: 'ms',
    prepare: () => ({
      subject: () => Promise.reject(new Error('no such thing')),
      dispose: () => {
        disposed = true;
      },
    }),
  };
  await expect(measure(failing)).rejects.toThrow('no such thing');
  expect(disposed).toBe(true);
});

test('a benchmark without a floor has no ratio', async () => {
  const measurement = await measure({ name: 'size', unit: 'MiB', prepare: () => ({ subject: () => 3 }) });
  expect(measurement.ratio).toBeUndefined();
  expect(table([measurement]).split('\n')[1]).toMatch(/^size +MiB +3 +3 – 3 +– +– +– +– +–/);
});

test('medians of odd and even numbers of values', () => {
  expect(spread([5, 1, 3]).median).toBe(3);
  expect(spread([4, 1, 3, 2]).median).toBe(2.5);
});

test('numbers are short', () => {
  expect(short(1_234_567)).toBe('1,230,000');
  expect(short(0.012345)).toBe('0.0123');
});
