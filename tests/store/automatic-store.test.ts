import { expect, test } from 'vitest';
import type { Sha256 } from '../../core/ids.ts';
import { opensAt, publication } from '../../harness/signed-study.ts';
import type { Step, StoredPool } from '../../server/store/automatic-store.ts';
import { database, onEachEngine, restart, store } from './opened-store.ts';

const pool: StoredPool = { name: 'commute', sha256: '1'.repeat(64) as Sha256, content: '{"ü":1}', madeAt: opensAt };
const other = { ...pool, sha256: '2'.repeat(64) as Sha256, content: '{}' };
const vectors = { first: 0, bytes: Uint8Array.of(0, 1, 255, 0) };
const later = { first: 16, bytes: Uint8Array.of(9) };
const step = (after: number, more: Partial<Step> = {}): Step => ({
  name: 'commute',
  after,
  state: `state ${after + 1}`,
  at: opensAt + after,
  content: `step ${after + 1}`,
  discardsPool: false,
  ...more,
});

onEachEngine(() => {
  test.for(['runs', 'previews', 'tokens'] as const)(
    'a database of the version before %s gets the tables, and keeps what it has',
    async (what) => {
      await store.publish(await publication({ rounds: 1 }));
      const before = await store.publications();
      await restart(() => database.setVersionBefore(what));
      expect(await store.publications()).toEqual(before);
      await store.putPool(pool);
      expect(await store.takeStep(step(0))).toBe(true);
      expect([await store.poolNamed('commute'), await store.previews(), await store.tokens()]).toEqual([pool, [], []]);
    },
  );

  test('keeps a pool and its vectors, also over a restart; another one takes its place and has none', async () => {
    await store.putPool(pool);
    await store.addPoolVectors(pool, later);
    await store.addPoolVectors(pool, vectors);
    await store.addPoolVectors(pool, { ...vectors, bytes: Uint8Array.of(7) });
    await store.addPoolVectors(other, { first: 3, bytes: Uint8Array.of(7) });
    await restart();
    await store.putPool({ ...pool, madeAt: opensAt + 1 });
    expect(await store.poolNamed('commute')).toEqual({ ...pool, madeAt: opensAt + 1 });
    expect(await store.poolVectors(pool)).toEqual([vectors, later]);
    expect(await store.poolVectors(other)).toEqual([]);
    await store.putPool(other);
    expect([await store.poolVectors(pool), await store.poolVectors(other)]).toEqual([[], []]);
    expect(await store.pools()).toEqual(['commute']);
    expect(await store.discardPool('commute')).toBe(true);
    expect(await store.discardPool('commute')).toBe(false);
    expect([await store.pools(), await store.poolNamed('commute')]).toEqual([[], undefined]);
  });

  test('takes each step once, whoever else takes it at the same time, and logs it', async () => {
    expect(await store.takeStep(step(1))).toBe(false);
    const first = await Promise.all([1, 2, 3, 4].map(() => store.takeStep(step(0))));
    expect(first.filter(Boolean)).toHaveLength(1);
    const second = await Promise.all([1, 2, 3, 4].map((n) => store.takeStep(step(1, { content: `by ${n}` }))));
    expect(second.filter(Boolean)).toHaveLength(1);
    await restart();
    expect(await store.runNamed('commute')).toEqual({ name: 'commute', steps: 2, state: 'state 2' });
    expect(await store.runs()).toHaveLength(1);
    expect(await store.runNamed('other')).toBe(undefined);
    const by = `by ${second.indexOf(true) + 1}`;
    expect(await store.steps('commute')).toEqual([
      { number: 1, at: opensAt, content: 'step 1' },
      { number: 2, at: opensAt + 1, content: by },
    ]);
  });

  test('a step publishes and throws the pool away with it, or does nothing at all', async () => {
    const published = await publication({ rounds: 2 });
    await store.putPool(pool);
    await store.addPoolVectors(pool, vectors);
    await store.takeStep(step(0));
    const both = { publication: published, discardsPool: true };
    const taken = await Promise.all([1, 2, 3].map(() => store.takeStep(step(1, both)).catch(() => false)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await store.publications()).studies[0]?.rounds).toHaveLength(2);
    expect(await store.pools()).toEqual([]);

    await store.putPool(pool);
    expect(await store.poolVectors(pool)).toEqual([]);
    const before = await store.publications();
    // Its rounds are in the log already.
    await expect(store.takeStep(step(2, both))).rejects.toThrow();
    expect(await store.publications()).toEqual(before);
    expect((await store.runNamed('commute'))?.steps).toBe(2);
    expect(await store.pools()).toEqual(['commute']);
    expect(await store.takeStep(step(2))).toBe(true);
  });
});
