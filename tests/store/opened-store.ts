import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { opensAt } from '../../harness/signed-study.ts';
import { secureRandom } from '../../server/secure-random.ts';
import type { Store } from '../../server/store/store.ts';
import { type Engine, engines, type StoredData } from './engines.ts';

const secret = secureRandom()(32);

/** A new database for each test, and the store that is open on it. */
export let database: StoredData;
export let store: Store;
export const clock = { now: opensAt };

const open = (): Promise<Store> => database.open(secret, () => clock.now);

/** Closes the store and opens it again; `meanwhile` happens to the database in between. */
export async function restart(meanwhile?: () => Promise<void>): Promise<void> {
  await store.close();
  await meanwhile?.();
  store = await open();
}

/** Runs the same tests on each engine. */
export function onEachEngine(tests: (engine: Engine) => void): void {
  describe.for(engines)('$name', (engine) => {
    beforeAll(() => engine.start());
    afterAll(() => engine.stop());
    beforeEach(async () => {
      clock.now = opensAt;
      database = await engine.newDatabase();
      store = await open();
    });
    afterEach(async () => {
      await store.close().catch(() => undefined);
      await database.delete();
    });
    tests(engine);
  });
}
