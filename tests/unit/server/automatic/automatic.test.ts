import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { consentCovers } from '../../../../core/protocol/consent.ts';
import { cohortsOf } from '../../../../core/protocol/manifest.ts';
import { verifySignature } from '../../../../core/protocol/signed.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import type { Store } from '../../../../server/store/store.ts';
import { engines, type StoredData } from '../../../store/engines.ts';
import {
  type AutomaticStudy,
  automaticStudy,
  hourMs,
  kindsOf,
  poolTexts,
  type Served,
  studyIn,
  threeDays,
} from './automatic-study.ts';

const secret = secureRandom()(32);
const round = ['chosen', 'opened', 'closed'];
const wholeRun = (rounds: number) => [
  ...['started', 'closed', ...Array(rounds).fill(round).flat()],
  'stopped: rounds-done',
];
/** A thread of its own makes no difference here, and takes a second to start. */
const used = engines.filter(({ name }) => !name.includes('worker'));

describe.for(used)('$name', (engine) => {
  let database: StoredData;
  let study: AutomaticStudy;
  const stores: Store[] = [];
  const open = async () => {
    const store = await database.open(secret, study.now);
    stores.push(store);
    return store;
  };
  const begin = async () => {
    database = await engine.newDatabase();
    study = await automaticStudy();
  };
  const end = async () => {
    for (const store of stores.splice(0)) await store.close().catch(() => undefined);
    await database.delete();
    study.dispose();
  };
  beforeAll(() => engine.start());
  afterAll(() => engine.stop());
  beforeEach(begin);
  afterEach(end);

  /** Works until the run has stopped: volunteers answer each open round, and then its time passes. */
  async function toTheEnd(served: Served): Promise<void> {
    for (let times = 0; times < 20; times++) {
      await served.automatic.work();
      const run = await served.automatic.named('commute');
      if (run?.state.phase === 'stopped') return;
      const rounds = (await studyIn(served.store)).rounds;
      const last = rounds.at(-1);
      if (!last || served.catalogue.isClosed(last)) continue;
      if ((await served.store.counters(last.id)).reports === 0) await study.vote(served, 60);
      study.clock.now += 73 * hourMs;
    }
    throw new Error('the run does not stop');
  }

  test('runs its rounds from approved texts, within the consent, says each step, and throws the pool away', async () => {
    const served = await study.serve(await open());
    const pool = await study.prepare(served);
    expect(await served.automatic.start(pool, threeDays)).toBe('started');
    await served.automatic.work();
    expect(await kindsOf(served)).toEqual(['started']);
    await toTheEnd(served);
    expect(await kindsOf(served)).toEqual(wholeRun(2));
    const { signed, rounds } = await studyIn(served.store);
    expect(rounds).toHaveLength(3);
    for (const [i, round] of rounds.entries()) {
      const manifest = round.signed.document;
      expect(await verifySignature(round.signed, signed.document.publicKey)).toBe(true);
      expect(consentCovers(signed.document, manifest)).toBe(true);
      expect(manifest).toMatchObject({ sequence: i, previous: rounds[i - 1]?.id ?? null });
      expect(cohortsOf(manifest)).toEqual([i]);
      expect(poolTexts).toEqual(expect.arrayContaining(served.catalogue.textsOf(manifest)));
      if (i > 0) expect(Date.parse(manifest.closesAt) - Date.parse(manifest.opensAt)).toBe(72 * hourMs);
    }
    const run = await served.automatic.named('commute');
    const chosen = run?.steps.flatMap(({ step }) => (step.kind === 'chosen' ? [step] : []));
    expect(chosen?.map(({ round, learnedFrom }) => [round, learnedFrom])).toEqual([
      [2, [{ round: 1, reports: 60 }]],
      [
        3,
        [
          { round: 1, reports: 60 },
          { round: 2, reports: 60 },
        ],
      ],
    ]);
    expect(chosen?.[1]?.candidates.map(({ text }) => text)).toEqual(
      served.catalogue.textsOf((rounds[2] as (typeof rounds)[number]).signed.document),
    );
    expect(await served.store.pools()).toEqual([]);
  });

  test('survives a kill before and after every write, and opens no round twice', { timeout: 120_000 }, async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => said.mockRestore());
    /** A store that dies at its write number `at`; from then on nothing answers. */
    const dying = (store: Store, at: number, when: 'before' | 'after'): Store => {
      let isDead = false;
      const written = new Set<string>();
      return new Proxy(store, {
        get:
          (target, name: keyof Store) =>
          async (...words: never[]) => {
            if (isDead) throw new Error('killed');
            // Closing a round a second time changes nothing, so it is no write.
            const write = name === 'takeStep' ? `step ${written.size}` : `close ${words[0]}`;
            const isWrite = (name === 'takeStep' || name === 'closeRound') && !written.has(write);
            if (isWrite) written.add(write);
            const dies = isWrite && written.size === at;
            if (dies && when === 'before') isDead = true;
            if (isDead) throw new Error('killed');
            const value = await (target[name] as (...words: never[]) => Promise<unknown>).apply(target, words);
            if (dies) isDead = true;
            if (isDead) throw new Error('killed');
            return value;
          },
      });
    };
    let survived = 0;
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; ; at++) {
        if (at > 1 || when === 'after') {
          await end();
          await begin();
        }
        const store = await open();
        const first = await study.serve(store);
        await first.automatic.start(await study.prepare(first), { rounds: 1, hours: 72, reports: 50 });
        const killed = await study.serve(dying(store, at, when));
        const isFinished = await toTheEnd(killed).then(
          () => true,
          () => false,
        );
        if (isFinished) break;
        survived++;
        // Whatever was under way, another process goes on with what is stored.
        const next = await study.serve(store);
        await toTheEnd(next);
        const rounds = (await studyIn(store)).rounds;
        expect([rounds.length, new Set(rounds.map(({ id }) => id)).size], `${when} write ${at}`).toEqual([2, 2]);
        const steps = (await next.automatic.named('commute'))?.steps ?? [];
        expect(steps.map(({ number }) => number)).toEqual(steps.map((_, i) => i + 1));
        const kinds = (await kindsOf(next)).filter((kind) => kind !== 'limit-reached');
        expect(kinds, `${when} write ${at}`).toEqual(wholeRun(1));
      }
    }
    expect(survived).toBeGreaterThan(12);
  });

  // Of SQLite one process is the owner.
  test.skipIf(engine.name !== 'PostgreSQL')('of several processes at once one takes each step', async () => {
    const served = await study.serve(await open());
    await served.automatic.start(await study.prepare(served), threeDays);
    const others = [await study.serve(await open()), await study.serve(await open())];
    await study.vote(served, 60);
    for (let round = 0; round < 3; round++) {
      study.clock.now += 73 * hourMs;
      for (let times = 0; times < 3; times++) {
        await Promise.all([served, ...others].map(({ automatic }) => automatic.work()));
      }
      if (round < 2) await study.vote(served, 60);
    }
    expect(await kindsOf(served)).toEqual(wholeRun(2));
    expect((await studyIn(served.store)).rounds).toHaveLength(3);
  });

  test('a pause holds everything, also what is being chosen, until it is resumed', async () => {
    const served = await study.serve(await open());
    await served.automatic.start(await study.prepare(served), threeDays);
    await study.vote(served, 60);
    study.clock.now += 73 * hourMs;
    study.script.onFit = async () => {
      study.script.onFit = () => undefined;
      expect(await served.automatic.pause('commute')).toBe(true);
    };
    await served.automatic.work();
    await served.automatic.work();
    expect(await kindsOf(served)).toEqual(['started', 'closed', 'paused']);
    expect((await studyIn(served.store)).rounds).toHaveLength(1);
    expect(await served.automatic.pause('commute')).toBe(false);
    expect(await served.automatic.resume('commute')).toBe(true);
    expect(await served.automatic.resume('commute')).toBe(false);
    await served.automatic.work();
    expect(await kindsOf(served)).toEqual(['started', 'closed', 'paused', 'resumed', 'chosen', 'opened']);
    expect(await served.automatic.stop('commute')).toBe(true);
    expect(await served.automatic.stop('commute')).toBe(false);
    await served.automatic.work();
    expect((await studyIn(served.store)).rounds).toHaveLength(2);
    expect(await served.store.pools()).toEqual([]);
  });
});
