import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangedModel } from '../../../../core/embedding/model.ts';
import { shuffled } from '../../../../core/privacy/shuffled.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import type { AnswerRounds, FoundAnswer } from '../../../../src/device.ts';
import { countBoxesRunOut, noteBoxEnd } from '../../../../src/donation/box-ends.ts';
import { answerReady, prepareRounds } from '../../../../src/donation/donate.ts';
import { answerInBox, openBox } from '../../../../src/donation/time-box.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';
import { roundsOf } from '../../../../src/studies/study-store.ts';
import { startOfTime, studyWorld } from '../study-world.ts';
import { joinedDevice, type TestDevice } from '../test-device.ts';

const never = new AbortController().signal;
const click = { kind: 'click', at: startOfTime } as const;
const key = { study: 'study', round: 'round' } as unknown as FoundAnswer;

describe('a random order', () => {
  it('has every order of three equally often, as far as 6 000 draws can tell', () => {
    const random = seededRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 each; the standard deviation is 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('keeps all and changes nothing that it was given', () => {
    const given = [1, 2, 3, 4];
    expect(shuffled(given, seededRandom(2)).sort()).toEqual([1, 2, 3, 4]);
    expect(given).toEqual([1, 2, 3, 4]);
    expect(shuffled([], seededRandom(2))).toEqual([]);
  });
});

describe('the work in a box', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('ends with the box, although the model never answers', async () => {
    const ended = answerInBox(
      () => new Promise(() => {}),
      [],
      15_000,
      () => {},
      never,
    );
    let end: string | undefined;
    void ended.then((value) => {
      end = value;
    });
    await vi.advanceTimersByTimeAsync(14_999);
    expect(end).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(end).toBe('ran-out');
  });

  it('tells the worker that the box is over, and takes nothing from it after', async () => {
    const found: FoundAnswer[] = [];
    let late: () => void = () => {};
    let box: AbortSignal | undefined;
    const slow: AnswerRounds = (_rounds, hand, signal) => {
      box = signal;
      late = () => hand(key);
      hand(key);
      return new Promise(() => {});
    };
    const ended = answerInBox(slow, [], 15_000, (answer) => found.push(answer), never);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await ended).toBe('ran-out');
    expect(box?.aborted).toBe(true);
    late();
    expect(found).toHaveLength(1);
  });

  it('ends at once when all is answered, when the worker breaks, and when the volunteer stops it', async () => {
    expect(
      await answerInBox(
        async () => {},
        [],
        15_000,
        () => {},
        never,
      ),
    ).toBe('finished');
    expect(
      await answerInBox(
        () => Promise.reject(new Error('model')),
        [],
        15_000,
        () => {},
        never,
      ),
    ).toBe('failed');
    expect(
      await answerInBox(
        () => new Promise(() => {}),
        [],
        15_000,
        () => {},
        AbortSignal.abort(),
      ),
    ).toBe('stopped');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has the rounds in random order, and "none" for what is open at its end', async () => {
    const firsts = new Set<string>();
    // With true chance the last one has not come first after 60 boxes once in 10^10 runs.
    for (let boxes = 0; boxes < 60 && firsts.size < 3; boxes++) {
      const { device, ready, world } = await readyDevice(3);
      const sealed = vi.fn();
      const prepareAnswers: TestDevice['prepareAnswers'] = async () => (rounds, found) => {
        const [first] = rounds;
        if (first) found({ ...first, trueAnswer: 1, drafts: [] });
        firsts.add(String((world.roundIds as readonly unknown[]).indexOf(first?.round)));
        sealed();
        return new Promise(() => {});
      };
      const donating = answerReady({ ...device, prepareAnswers }, click, ready, never);
      while (sealed.mock.calls.length === 0) await new Promise((later) => setImmediate(later));
      await vi.advanceTimersByTimeAsync(15_000);
      const { outcomes, busyUntil } = await donating;
      expect(outcomes.map(({ kind }) => kind)).toEqual(['sealed', 'sealed', 'sealed']);
      expect(busyUntil).toBe(startOfTime + 20_000);
      const answers = (await device.database.getAll('outbox')).map(({ trueAnswer }) => trueAnswer);
      expect(answers.toSorted()).toEqual([1, 2, 2]);
      expect(await countBoxesRunOut(device.database)).toBe(1);
    }
    expect([...firsts].sort()).toEqual(['0', '1', '2']);
  });
});

async function readyDevice(polls: number) {
  const world = await studyWorld({ rounds: Array(polls).fill('fragments'), epsilon: 1 });
  const device = await joinedDevice(world);
  return { world, device, ready: (await prepareRounds(device, never)).ready };
}

describe('donations that run out of their box', () => {
  it('are counted as long as none in between has finished', async () => {
    const { device } = await readyDevice(0);
    for (const [end, count] of [
      ['ran-out', 1],
      ['stopped', 1],
      ['ran-out', 2],
      ['failed', 2],
      ['finished', 0],
      ['finished', 0],
      ['ran-out', 1],
    ] as const) {
      await noteBoxEnd(device.database, end);
      expect(await countBoxesRunOut(device.database)).toBe(count);
    }
  });
});

describe('opening a box', () => {
  it('stores its start and all send times before a draft is read', async () => {
    const { device, ready } = await readyDevice(2);
    let stored: unknown;
    const prepareAnswers: TestDevice['prepareAnswers'] = async () => async () => {
      stored = await device.database.getAll('rounds');
    };
    await answerReady({ ...device, prepareAnswers }, click, ready, never);
    const times = { boxStartedAt: startOfTime, sendAt: startOfTime + 30_000 };
    expect(stored).toMatchObject([times, times]);
  });

  it('sets the alarm before a draft is read', async () => {
    const { device, ready } = await readyDevice(1);
    const steps: string[] = [];
    const prepareAnswers: TestDevice['prepareAnswers'] = async () => async () => void steps.push('read');
    await answerReady({ ...device, prepareAnswers, arm: async () => void steps.push('arm') }, click, ready, never);
    expect(steps).toEqual(['arm', 'read']);
  });

  it('does not open when the file of the model was changed, and says so', async () => {
    const { device, ready, world } = await readyDevice(1);
    const prepareAnswers: TestDevice['prepareAnswers'] = () => Promise.reject(new ChangedModel('the model'));
    const { outcomes } = await answerReady({ ...device, prepareAnswers }, click, ready, never);
    expect(outcomes).toMatchObject([{ kind: 'skipped', reason: { key: 'reason_model_changed' } }]);
    expect((await roundsOf(device.database, world.study)).map(({ sendAt }) => sendAt)).toEqual([null]);
  });

  it('chooses, before a draft is read, the rounds for which the caps have room', async () => {
    const { device, ready, world } = await readyDevice(3);
    await changeSettings(device.database, { capWindow: 2 });
    const { rounds, outcomes } = await openBox(device, click, ready);
    expect(rounds).toHaveLength(2);
    expect(outcomes).toMatchObject([{ kind: 'skipped', reason: { key: 'reason_over_window_cap' } }]);
    expect((await roundsOf(device.database, world.study)).map(({ sendAt }) => sendAt !== null)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['pausing', 'reason_paused'],
    ['a lost permission', 'reason_no_host'],
    ['another server', 'reason_another_server'],
  ])('draws nothing after %s', async (change, key) => {
    const { device, ready, world } = await readyDevice(1);
    if (change === 'pausing') await changeSettings(device.database, { paused: true });
    if (change === 'a lost permission') device.granted.permission = 'no-host';
    const study = await device.database.get('studies', world.study);
    if (change === 'another server' && study) {
      await device.database.put('studies', { ...study, server: 'https://other.example' });
    }
    const outcomes = [{ kind: 'skipped', reason: { key } }];
    expect(await openBox(device, click, ready)).toMatchObject({ rounds: [], outcomes });
    expect((await roundsOf(device.database, world.study)).map(({ sendAt }) => sendAt)).toEqual([null]);
  });
});
