import { expect, test } from 'vitest';
import { oneReading } from '../../../../../src/pages/device/one-reading.ts';

/** A reading that ends when it is told to. */
function heldReadings() {
  const ends: (() => void)[] = [];
  const read = oneReading(() => new Promise((resolve) => ends.push(resolve)));
  return { ends, read };
}
const settled = async (promise: Promise<void>): Promise<boolean> => {
  const pending = Symbol('pending');
  // Two turns: a reading that has ended tells its askers in the next one.
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
};

test('who asks during a reading waits for one that began afterwards, together with all others who asked', async () => {
  const { ends, read } = heldReadings();
  const first = read();
  const [second, third] = [read(), read()];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await first;
  expect(await settled(second)).toBe(false);
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await Promise.all([second, third]);
  expect(ends).toHaveLength(2);
});

test('a reading after the last one begins at once', async () => {
  const { ends, read } = heldReadings();
  for (const position of [0, 1, 2]) {
    const reading = read();
    expect(ends).toHaveLength(position + 1);
    ends[position]?.();
    await reading;
  }
});

test('three in a row: one who asks during the second reading gets a third', async () => {
  const { ends, read } = heldReadings();
  const first = read();
  const second = read();
  ends[0]?.();
  await first;
  expect(await settled(second)).toBe(false);
  const third = read();
  ends[1]?.();
  await second;
  expect(await settled(third)).toBe(false);
  expect(ends).toHaveLength(3);
  ends[2]?.();
  await third;
});
