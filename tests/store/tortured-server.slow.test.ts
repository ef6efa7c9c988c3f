import { expect, test } from 'vitest';
import { seededRandom } from '../../fleet/seeded-random.ts';
import { torture } from '../../harness/torture.ts';
import { engines } from '../../harness/tortured-servers.ts';

test.for(engines)(
  'servers on %s killed ten times at random lose nothing acknowledged and count nothing twice',
  async (engine) => {
    const { acknowledged, stored, losses } = await torture(engine, 10, seededRandom(8));
    expect(losses).toEqual([]);
    expect(acknowledged).toBeGreaterThan(100);
    expect(stored).toEqual({ recounted: acknowledged, counted: acknowledged });
  },
);
