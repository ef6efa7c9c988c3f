import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { multilingualModel } from '../../../../core/embedding/model.ts';
import type { AnsweringTools } from '../../../../src/donation/answer.ts';
import { prepareAnswering } from '../../../../src/donation/answer-rounds.ts';
import { donateByItself } from '../../../../src/donation/donate.ts';
import { candidates, embedText, startOfTime, studyWorld, vectorOf, type WorldChoices } from '../study-world.ts';
import { joinedDevice, typeDraft } from '../test-device.ts';

const never = new AbortController().signal;
const none = candidates.length;
const random = (length: number) => randomBytes(length);
/** All that a generator yields. */
async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}
const works: AnsweringTools['embed'] = async (text) => embedText(text);

/** A device that holds the checked material of the rounds, and nothing sealed. */
async function preparedDevice(choices: WorldChoices = { rounds: ['candidates'] }, ...drafts: string[]) {
  const world = await studyWorld(choices);
  const device = await joinedDevice(world);
  const ids: string[] = [];
  for (const text of drafts) ids.push(await typeDraft(device, text));
  await donateByItself(device, never);
  const keys = world.roundIds.map((round) => ({ study: world.study, round }));
  const prepare = (embed: AnsweringTools['embed'] = works) =>
    prepareAnswering(
      async () => device.database,
      keys,
      async () => embed,
    );
  const answers = async (embed?: AnsweringTools['embed']) =>
    all((await prepare(embed)).answers(keys, random, startOfTime));
  return { world, device, keys, ids, prepare, answers };
}

const trueAnswerWith = async (embed: AnsweringTools['embed'], ...drafts: string[]) => {
  const { answers } = await preparedDevice(undefined, ...drafts);
  return (await answers(embed))[0];
};

describe('the answer "none"', () => {
  it('stands for no drafts', async () => {
    expect(await trueAnswerWith(works)).toMatchObject({ trueAnswer: none, drafts: [] });
  });

  it('stands for nothing similar', async () => {
    expect((await trueAnswerWith(works, 'quantum field theory notes'))?.trueAnswer).toBe(none);
  });

  it('stands for a model that fails, and for one that throws at once', async () => {
    const fails = () => Promise.reject(new Error('model'));
    expect(await trueAnswerWith(fails, candidates[0] as string)).toMatchObject({ trueAnswer: none, drafts: [] });
    const throws = () => {
      throw new Error('tokenizer');
    };
    expect(await trueAnswerWith(throws, candidates[0] as string)).toMatchObject({ trueAnswer: none, drafts: [] });
  });

  it('stands for an embedding that is no number', async () => {
    const broken = async () => new Float32Array(384).fill(Number.NaN);
    expect((await trueAnswerWith(broken, candidates[0] as string))?.trueAnswer).toBe(none);
  });

  it('stands for drafts that cannot be read', async () => {
    const { device, answers } = await preparedDevice(undefined, candidates[0] as string);
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
      throw new DOMException('the disk is damaged', 'UnknownError');
    });
    expect((await answers())[0]?.trueAnswer).toBe(none);
    getAll.mockRestore();
    expect(await device.database.count('drafts')).toBe(1);
  });

  it('does not stand for a draft that a candidate is like', async () => {
    expect((await trueAnswerWith(works, candidates[1] as string))?.trueAnswer).toBe(1);
  });
});

describe('the text that wins', () => {
  // Above the number of texts that are all checked before, the swapped ones can pass.
  const many = Array.from({ length: 3 }, (_, i) => `text number ${i} of this round`);

  it('is embedded again, and its vector must be its own; else the answer is "none"', async () => {
    const draft = many[2] as string;
    const { device, answers, ids } = await preparedDevice({ rounds: ['candidates'], candidates: many }, draft);
    expect(await answers()).toMatchObject([{ trueAnswer: 2, drafts: ids }]);
    // The same vectors over texts in another order, as a server shows them that hopes for the sample to miss it.
    const [batch] = (await device.database.getAll('batches')).filter(({ bytes }) => bytes[0] === '['.charCodeAt(0));
    if (!batch) throw new Error('no texts');
    const swapped = new TextEncoder().encode(JSON.stringify([many[2], many[1], many[0]]));
    await device.database.put('batches', { ...batch, bytes: swapped });
    expect(await answers()).toMatchObject([{ trueAnswer: many.length, drafts: [] }]);
  });

  it.each([
    [0.9901, 2],
    [0.9899, many.length],
  ])('at a cosine of %f gives %i', async (cosine, trueAnswer) => {
    const { answers } = await preparedDevice({ rounds: ['candidates'], candidates: many }, many[2] as string);
    let calls = 0;
    const tilted: AnsweringTools['embed'] = async (text) => {
      const vector = embedText(text);
      // The second call embeds the winner's own text.
      if (++calls < 2) return vector;
      const length = Math.hypot(...vector);
      const other = embedText('something else');
      const along = vector.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0) / length ** 2;
      const across = other.map((value, i) => value - along * (vector[i] ?? 0));
      const scale = (Math.sqrt(1 - cosine ** 2) * length) / Math.hypot(...across);
      return vector.map((value, i) => cosine * value + scale * (across[i] ?? 0));
    };
    expect((await answers(tilted))[0]?.trueAnswer).toBe(trueAnswer);
  });
});

describe('languages', () => {
  const german = 'Heute Abend kochen wir Nudeln mit Tomaten und Käse';
  const english = 'We are cooking pasta with tomatoes and cheese tonight';
  const study = { languages: ['de'], model: { id: multilingualModel.id, sha256: multilingualModel.sha256 } };
  const inGerman: WorldChoices = { rounds: ['candidates'], study, candidates: [german, english] };
  const bySize: AnsweringTools['embed'] = async (text) => vectorOf(text, multilingualModel.dimensions);

  it("counts the drafts that may be in the study's languages, inside the box", async () => {
    const { answers, ids } = await preparedDevice(inGerman, german, english, `${english} again`);
    expect(await answers(bySize)).toMatchObject([{ trueAnswer: 0, drafts: [ids[0]] }]);
  });

  it('answers "none" when all drafts are in other languages', async () => {
    const { answers } = await preparedDevice(inGerman, english);
    expect(await answers(bySize)).toMatchObject([{ trueAnswer: 2, drafts: [] }]);
  });

  it('loads the model that the study names, and one at a time', async () => {
    const { device, keys } = await preparedDevice(inGerman, german);
    const asked: string[] = [];
    const prepared = await prepareAnswering(
      async () => device.database,
      keys,
      async ({ id }) => {
        asked.push(id);
        return bySize;
      },
    );
    expect(asked).toEqual([multilingualModel.id]);
    await all(prepared.answers(keys, random, startOfTime));
    expect(new Set(asked)).toEqual(new Set([multilingualModel.id]));
  });
});

describe('getting ready', () => {
  it('reads no draft', async () => {
    const { prepare } = await preparedDevice({ rounds: ['candidates', 'fragments'] }, candidates[0] as string);
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await prepare();
    expect(opened.mock.calls.flatMap(([stores]) => [...stores])).not.toContain('drafts');
    opened.mockRestore();
  });

  it('loads the model for candidates only', async () => {
    for (const [kind, times] of [
      ['candidates', 1],
      ['fragments', 0],
    ] as const) {
      const { device, keys } = await preparedDevice({ rounds: [kind] });
      const load = vi.fn(async () => works);
      await prepareAnswering(async () => device.database, keys, load);
      expect(load).toHaveBeenCalledTimes(times);
    }
  });

  it('fails when material is missing or the model cannot be loaded', async () => {
    const { device, keys, prepare } = await preparedDevice();
    const load = () => Promise.reject(new Error('no model'));
    await expect(prepareAnswering(async () => device.database, keys, load)).rejects.toThrow('no model');
    await device.database.clear('batches');
    await expect(prepare()).rejects.toThrow('not stored');
  });

  it('reads the drafts once for all rounds', async () => {
    const { prepare, keys } = await preparedDevice({ rounds: ['candidates', 'fragments', 'fragments'], epsilon: 1 });
    const prepared = await prepare();
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    expect(await all(prepared.answers(keys, random, startOfTime))).toHaveLength(3);
    expect(getAll.mock.contexts.map((store) => (store as IDBObjectStore).name)).toEqual(['drafts']);
    getAll.mockRestore();
  });
});
