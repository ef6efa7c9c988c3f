import { expect, test } from 'vitest';
import { seededRandom } from '../../fleet/seeded-random.ts';
import { torture } from '../../harness/torture.ts';

test('a server killed ten times at random loses nothing acknowledged and counts nothing twice', async () => {
  const { acknowledged, stored, losses } = await torture(10, seededRandom(8));
  expect(losses).toEqual([]);
  expect(acknowledged).toBeGreaterThan(100);
  expect(stored).toEqual({ recounted: acknowledged, counted: acknowledged });
});
