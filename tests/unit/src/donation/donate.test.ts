import { describe, expect, it, vi } from 'vitest';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { decodeVote } from '../../../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../../../core/protocol/manifest.ts';
import { donateByItself } from '../../../../src/donation/donate.ts';
import { seal } from '../../../../src/donation/seal.ts';
import { sealLeftOver, unsealedRounds } from '../../../../src/donation/seal-round.ts';
import { readingTimeMs } from '../../../../src/donation/send-time.ts';
import type { RoundRecord } from '../../../../src/storage/database.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';
import { leaveStudy } from '../../../../src/studies/membership.ts';
import { refreshLog } from '../../../../src/studies/round-log.ts';
import { changeRound, roundsOf, studyById } from '../../../../src/studies/study-store.ts';
import { candidates, fragments, problemResponse, type StudyWorld, startOfTime, studyWorld } from '../study-world.ts';
import { donate, join, joinedDevice, type TestDevice, testDevice, typeDraft, withModel } from '../test-device.ts';

const never = new AbortController().signal;
const click = { kind: 'click', at: startOfTime } as const;
const none = candidates.length;

const ids = (world: StudyWorld): readonly (string | undefined)[] => world.roundIds;
/** In the order of the study's log; a donation takes rounds in random order. */
const byRound = <Each extends { readonly round?: string }>(world: StudyWorld, some: readonly Each[]): Each[] =>
  some.toSorted((a, b) => ids(world).indexOf(a.round) - ids(world).indexOf(b.round));

/** A study with one prevalence poll. */
const prevalenceWorld = () =>
  studyWorld({
    rounds: ['fragments'],
    study: { questions: [{ kind: 'fragments', poll: 'prevalence', windowDays: 30, fewestTexts: 1, epsilon: 4 }] },
    round: (manifest) => ({ ...manifest, poll: 'prevalence', mechanism: subsetSelection(2, 4) }) as RoundManifest,
  });

describe('a donation', () => {
  it('seals one vote a round, charges what it spends, and stores the exact report', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    const draft = await typeDraft(device, candidates[1] as string);
    const outcomes = await donate(device, click, never);
    expect(byRound(world, outcomes)).toEqual(
      world.roundIds.map((round) => ({ kind: 'sealed', study: world.study, round, sendAt: startOfTime + 30_000 })),
    );
    const waiting = await device.database.get('outbox', [world.study, world.roundIds[0] as string]);
    expect(waiting).toMatchObject({ trueAnswer: 1, drafts: [draft], attempts: 0, studyTitle: 'Everyday' });
    const body = JSON.parse(waiting?.body ?? '');
    expect(Object.keys(body).sort()).toEqual(['nonce', 'round', 'vote']);
    const { mechanism } = world.rounds[0]?.signed.document ?? {};
    if (!mechanism) throw new Error('no mechanism');
    expect(decodeVote(decodeBase64Url(body.vote), mechanism)).toHaveLength(mechanism.subsetSize);
    const charges = await device.database.getAll('charges');
    const spent = Math.log(mechanism.weightTrue / mechanism.weightOther);
    expect(byRound(world, charges).map(({ epsilon, round }) => ({ epsilon, round }))).toEqual(
      world.roundIds.map((round) => ({ epsilon: spent, round })),
    );
    expect(spent).toBeLessThan(4);
  });

  it('answers what the closest of all recent drafts says, when the round asks for that', async () => {
    const world = await studyWorld({
      rounds: ['candidates'],
      round: (manifest) => ({ ...manifest, answerRule: 'closest' }) as RoundManifest,
      study: {
        questions: [{ kind: 'candidates', answerRule: 'closest', recentDrafts: 20, fewestTexts: 1, epsilon: 4 }],
      },
    });
    const device = await joinedDevice(world);
    const drafts = [await typeDraft(device, candidates[2] as string)];
    for (let i = 0; i < 5; i++) drafts.push(await typeDraft(device, `other words about nothing, number ${i}`));
    await donate(device, click, never);
    const waiting = await device.database.get('outbox', [world.study, world.roundIds[0] as string]);
    expect(waiting?.trueAnswer).toBe(2);
    expect(waiting?.drafts.toSorted()).toEqual(drafts.toSorted());
  });

  it('answers the rounds of its own cohort, and fetches those of the others as well', async () => {
    for (const cohorts of [[0], [1], [2]]) {
      const world = await studyWorld({
        rounds: ['fragments'],
        study: { cohorts: 3 },
        round: (manifest) => ({ ...manifest, cohorts }) as RoundManifest,
      });
      const device = await joinedDevice(world);
      await device.database.put('cohorts', { study: world.study, cohort: 1 });
      const [outcome] = await donate(device, click, never);
      if (cohorts[0] === 1) expect(outcome).toMatchObject({ kind: 'sealed' });
      else expect(outcome).toMatchObject({ kind: 'skipped', reason: { key: 'reason_other_cohort' } });
      expect(world.requests.map(({ path }) => path)).toContain(
        `/v1/batches/${world.rounds[0]?.signed.document.texts.sha256}`,
      );
    }
  });

  it('answers no more rounds than the study said, and the others at another time', async () => {
    const world = await studyWorld({
      rounds: ['fragments', 'fragments', 'fragments'],
      epsilon: 1,
      study: { budgets: { rounds: 2, bytes: 1_000_000, leastEpsilon: 0.1 } },
    });
    const device = await joinedDevice(world);
    const kinds = async () => (await donate(device, click, never)).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['skipped', 'sealed', 'sealed']);
    expect(await kinds()).toEqual(['already-answered', 'already-answered', 'sealed']);
  });

  it('fetches and checks no more new rounds than the study said, however many a server shows', async () => {
    const world = await studyWorld({
      rounds: Array(12).fill('fragments'),
      fragmentsOf: (round) => [`phrase ${round}`, `another ${round}`],
      epsilon: 0.5,
      study: { budgets: { rounds: 3, bytes: 1_000_000, leastEpsilon: 0.1 } },
    });
    const device = await joinedDevice(world);
    const outcomes = await donate(device, click, never);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['skipped', 'sealed', 'sealed', 'sealed']);
    expect(outcomes[0]).toMatchObject({ reason: { key: 'reason_later_donation', values: { count: 9 } } });
    expect(world.requests.filter(({ path }) => path.startsWith('/v1/batches/'))).toHaveLength(3);
    expect((await donate(device, click, never)).filter(({ kind }) => kind === 'sealed')).toHaveLength(3);
    expect(world.requests.filter(({ path }) => path.startsWith('/v1/batches/'))).toHaveLength(6);
  });

  it('lets rounds whose material is bad keep no other waiting', async () => {
    const world = await studyWorld({
      rounds: Array(5).fill('fragments'),
      fragmentsOf: (round) => [`phrase ${round}`, `another ${round}`],
      epsilon: 0.5,
      study: { budgets: { rounds: 2, bytes: 1_000_000, leastEpsilon: 0.1 } },
    });
    const device = await joinedDevice(world);
    const bad = world.rounds.slice(0, 2).map(({ signed }) => signed.document.texts.sha256);
    world.reply = ({ path }) => (bad.some((hash) => path.endsWith(hash)) ? new Response('[]') : undefined);
    expect((await donate(device, click, never)).map(({ kind }) => kind)).toEqual(['skipped', 'skipped', 'skipped']);
    const outcomes = await donate(device, click, never);
    const sealed = outcomes.flatMap((each) => (each.kind === 'sealed' ? [each.round] : []));
    expect(sealed.sort()).toEqual(world.roundIds.slice(2, 4).sort());
  });

  it('fetches no more bytes than the study said, and the rest at another time', async () => {
    const bytes = 1_500;
    const world = await studyWorld({
      rounds: ['candidates', 'fragments'],
      study: { budgets: { rounds: 5, bytes, leastEpsilon: 0.1 } },
    });
    const device = await joinedDevice(world);
    expect((await donate(device, click, never)).map(({ kind }) => kind)).toEqual(['sealed', 'sealed']);
    const greedy = await studyWorld({
      rounds: ['candidates', 'fragments'],
      study: { budgets: { rounds: 5, bytes: 1_024, leastEpsilon: 0.1 } },
    });
    const other = await joinedDevice(greedy);
    const reasons = (await donate(other, click, never)).map((outcome) => 'reason' in outcome && outcome.reason.key);
    expect(reasons).toEqual(['reason_texts_too_large', 'reason_texts_too_large']);
    // The first texts and the embeddings: after these nothing more is asked for.
    expect(greedy.requests.filter(({ path }) => path.startsWith('/v1/batches/'))).toHaveLength(2);
  });

  it('answers a prevalence poll for the fragment that was drawn with its texts, before any draft is read', async () => {
    const device = await joinedDevice(await prevalenceWorld());
    await typeDraft(device, 'We had a picnic at the lake and met a dinosaur in a cowboy hat');
    expect(await donate(device, click, never)).toMatchObject([{ kind: 'sealed' }]);
    const [record] = await device.database.getAll('rounds');
    const [report] = await device.database.getAll('outbox');
    const fragment = record?.fragment ?? -1;
    expect([0, 1]).toContain(fragment);
    // Yes: both were typed.
    expect(report?.trueAnswer).toBe(2 * fragment + 1);
    expect(report?.drafts).toHaveLength(1);
    expect(report?.epsilon).toBeLessThanOrEqual(4);
    const shape = { domainSize: 2 * fragments.length, subsetSize: 1 };
    const [id = -1] = decodeVote(decodeBase64Url(JSON.parse(report?.body ?? '{}').vote), shape);
    expect(Math.floor(id / 2)).toBe(fragment);
  });

  it('answers no for the drawn fragment of a prevalence poll when nothing of it was typed', async () => {
    const device = await joinedDevice(await prevalenceWorld());
    expect(await donate(device, click, never)).toMatchObject([{ kind: 'sealed' }]);
    const [record] = await device.database.getAll('rounds');
    expect(await device.database.getAll('outbox')).toMatchObject([
      { trueAnswer: 2 * (record?.fragment ?? -1), drafts: [] },
    ]);
  });

  it('fetches the same with and without drafts, and before it embeds any draft', async () => {
    const paths: string[][] = [];
    for (const drafts of [[], candidates]) {
      const world = await studyWorld();
      const device = await joinedDevice(world);
      for (const text of drafts) await typeDraft(device, text);
      let requestsWhenEmbedded = 0;
      const embed: typeof device.embed = (texts, model, signal) => {
        requestsWhenEmbedded = world.requests.length;
        return device.embed(texts, model, signal);
      };
      await donate(withModel(device, embed), click, never);
      paths.push(world.requests.map(({ method, path }) => `${method} ${path.replace(world.study, 'study')}`));
      // The last use of the model is the draft's, or the check of the texts when there is none.
      expect(requestsWhenEmbedded).toBeGreaterThan(0);
      if (drafts.length > 0) expect(requestsWhenEmbedded).toBe(world.requests.length);
    }
    expect(paths[0]).toHaveLength(4);
    expect(paths[1]).toEqual(paths[0]);
  });

  it('never asks twice for a batch', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    await donate(device, click, never);
    world.requests.length = 0;
    await donate(device, click, never);
    expect(world.requests.map(({ path }) => path)).toEqual([`/v1/studies/${world.study}/rounds`]);
  });

  it('answers a round once', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    await donate(device, click, never);
    const before = await device.database.getAll('outbox');
    const outcomes = await donate(device, click, never);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['already-answered', 'already-answered']);
    expect(await device.database.getAll('outbox')).toEqual(before);
    expect(await device.database.count('charges')).toBe(2);
  });

  it('keeps one vote of two donations at once', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    await typeDraft(device, candidates[0] as string);
    const [first, second] = await Promise.all([donate(device, click, never), donate(device, click, never)]);
    expect([...first, ...second].map(({ kind }) => kind).sort()).toEqual(['already-answered', 'sealed']);
    expect(await device.database.count('outbox')).toBe(1);
    expect(await device.database.count('charges')).toBe(1);
  });

  it('keeps one vote when two answers are sealed in the same moment', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    const [record] = (await knownRounds(device, world)) as [RoundRecord];
    const sealed = await Promise.all([0, 1, 2].map((trueAnswer) => seal(device, record, { trueAnswer, drafts: [] })));
    expect(sealed.map(({ kind }) => kind).sort()).toEqual(['already-answered', 'already-answered', 'sealed']);
    expect(await device.database.count('charges')).toBe(1);
  });

  /** The rounds of a joined study, with their send times drawn and nothing answered. */
  async function knownRounds(device: TestDevice, world: StudyWorld): Promise<RoundRecord[]> {
    const study = await studyById(device.database, world.study);
    if (!study) throw new Error('not joined');
    await refreshLog(device, study, never);
    for (const record of await roundsOf(device.database, world.study)) {
      await changeRound(device.database, record, { sendAt: device.now() + 30_000 });
    }
    return roundsOf(device.database, world.study);
  }

  it('stores nothing of a vote whose round is marked as answered, although no charge shows it', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    const [first, second] = (await knownRounds(device, world)) as [RoundRecord, RoundRecord];
    const answer = { trueAnswer: 0, drafts: [] };
    expect(await seal(device, first, answer)).toMatchObject({ kind: 'sealed' });
    await device.database.delete('answeredRounds', [first.study, first.round]);
    await device.database.add('answeredRounds', { study: second.study, round: second.round });
    expect(await seal(device, second, answer)).toEqual({ kind: 'already-answered' });
    expect(await device.database.count('charges')).toBe(1);
    expect(await device.database.count('outbox')).toBe(1);
  });

  it('takes the answer out of a vote whose draft was forgotten while the answer was sought', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    const [record] = (await knownRounds(device, world)) as [RoundRecord];
    const kept = await typeDraft(device, 'a picnic at the lake');
    const answer = { trueAnswer: 0, drafts: [kept, 'forgotten'] };
    expect(await seal(device, record, answer)).toMatchObject({ kind: 'sealed' });
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: null, drafts: [] }]);
  });

  it('stores nothing of a vote when the store fails in another way, and says so', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await testDevice(world);
    await join(device, world);
    const [record] = (await knownRounds(device, world)) as [RoundRecord];
    const noKey = { trueAnswer: 0, drafts: [{} as string] };
    await expect(seal(device, record, noKey)).rejects.toThrow(DOMException);
    expect(await device.database.count('charges')).toBe(0);
    expect(await device.database.count('outbox')).toBe(0);
  });

  it('answers by itself only a day after its texts came, with or without drafts, at a time drawn over the next day', async () => {
    for (const drafts of [[], candidates]) {
      const world = await studyWorld({ rounds: ['candidates'] });
      const device = await joinedDevice(world);
      for (const text of drafts) await typeDraft(device, text);
      expect((await donateByItself(device, never)).outcomes).toEqual([]);
      expect(await device.database.getAll('rounds')).toMatchObject([{ textsCameAt: startOfTime, sendAt: null }]);
      device.clock.now += readingTimeMs - 1;
      expect((await donateByItself(device, never)).outcomes).toEqual([]);
      device.clock.now += 1;
      const [outcome] = (await donateByItself(device, never)).outcomes;
      if (outcome?.kind !== 'sealed') throw new Error('expected a sealed vote');
      expect(outcome.sendAt).toBeGreaterThan(device.now());
      expect(outcome.sendAt).toBeLessThanOrEqual(device.now() + 24 * 60 * 60 * 1000);
    }
  });

  it('begins the day for reading anew when its texts came at a time that is not yet', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    device.clock.now += 31 * 24 * 60 * 60 * 1000;
    await donateByItself(device, never);
    device.clock.now = startOfTime;
    await donateByItself(device, never);
    expect(await device.database.getAll('rounds')).toMatchObject([{ textsCameAt: startOfTime }]);
  });

  /** A device that was stopped after the send time was drawn and before the vote was sealed. */
  async function interrupted() {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    await typeDraft(device, candidates[2] as string);
    const stop = new AbortController();
    const embed: typeof device.embed = (texts, model, signal) => {
      if (texts.length === 1) stop.abort();
      return device.embed(texts, model, signal);
    };
    expect(await donate(withModel(device, embed), click, stop.signal)).toEqual([]);
    const unsealed = await unsealedRounds(device);
    expect(unsealed).toMatchObject([{ sendAt: startOfTime + 30_000, boxStartedAt: startOfTime, checked: true }]);
    expect(await device.database.count('charges')).toBe(0);
    world.requests.length = 0;
    device.embedded.length = 0;
    return { world, device };
  }

  it('never reads drafts again when it was stopped: "none" is sealed, for the time that was drawn', async () => {
    const { world, device } = await interrupted();
    const read = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    device.clock.now += 20_000;
    expect(await sealLeftOver(device, never)).toMatchObject([{ kind: 'sealed', sendAt: startOfTime + 30_000 }]);
    expect(read.mock.contexts.map((store) => (store as IDBObjectStore).name)).not.toContain('drafts');
    read.mockRestore();
    expect([device.embedded, world.requests]).toEqual([[], []]);
    const [waiting] = await device.database.getAll('outbox');
    expect(waiting).toMatchObject({ trueAnswer: none, drafts: [], sendAt: startOfTime + 30_000 });
    expect(await unsealedRounds(device)).toEqual([]);
  });

  it('is finished as "none" by the send alarm, for the reports whose time has come and no others', async () => {
    const { device } = await interrupted();
    expect(await sealLeftOver(device, never, startOfTime + 29_999)).toEqual([]);
    expect(await sealLeftOver(device, never, startOfTime + 30_000)).toMatchObject([{ kind: 'sealed' }]);
  });

  it('is not finished in a round that has closed meanwhile, or in a study that was left', async () => {
    const closed = await interrupted();
    closed.device.clock.now = Date.parse('2030-06-01T00:00:00Z');
    expect(await sealLeftOver(closed.device, never)).toMatchObject([{ reason: { key: 'reason_closed' } }]);
    expect(await closed.device.database.count('charges')).toBe(0);
    const left = await interrupted();
    await leaveStudy(left.device.database, left.world.study, left.device.now());
    expect(await unsealedRounds(left.device)).toEqual([]);
    expect(await sealLeftOver(left.device, never)).toEqual([]);
    expect(await left.device.database.count('charges')).toBe(0);
  });

  it('is not begun a second time by another donation', async () => {
    const { device } = await interrupted();
    expect(await donate(device, click, never)).toEqual([]);
    expect(device.embedded).toEqual([]);
  });

  it('needs no material to be finished', async () => {
    const { world, device } = await interrupted();
    await device.database.clear('batches');
    world.reply = () => problemResponse('internal-error');
    expect(await sealLeftOver(device, never)).toMatchObject([{ kind: 'sealed' }]);
  });

  it('ends when it is told to stop, although the model never answers', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    await typeDraft(device, candidates[0] as string);
    const stop = new AbortController();
    const embed: typeof device.embed = (texts, model, signal) => {
      if (texts.length > 1) return device.embed(texts, model, signal);
      stop.abort();
      return new Promise(() => {});
    };
    expect(await donate(withModel(device, embed), click, stop.signal)).toEqual([]);
    expect(await device.database.count('charges')).toBe(0);
  });

  it('is told of as not stored when the disk fails, never as answered, and is sealed as "none" later', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore) {
      this.transaction.abort();
      throw new DOMException('the transaction was aborted', 'AbortError');
    });
    expect(await donate(device, click, never)).toMatchObject([
      { kind: 'skipped', reason: { key: 'reason_not_stored' } },
    ]);
    add.mockRestore();
    expect(await device.database.count('charges')).toBe(0);
    expect(await sealLeftOver(device, never)).toMatchObject([{ kind: 'sealed', sendAt: startOfTime + 30_000 }]);
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: none }]);
  });

  it('fetches no more rounds than the study said, however small they are', async () => {
    const world = await studyWorld({
      rounds: Array(6).fill('fragments'),
      epsilon: 0.5,
      study: { budgets: { rounds: 2, bytes: 1_000_000, leastEpsilon: 0.1 } },
      // Each with a batch of its own that does not exist: nothing but requests.
      round: (manifest) => ({
        ...manifest,
        texts: { sha256: manifest.sequence.toString(16).padStart(64, '0') as never, count: manifest.texts.count },
      }),
    });
    const device = await joinedDevice(world);
    await donate(device, click, never);
    expect(world.requests.filter(({ path }) => path.startsWith('/v1/batches/'))).toHaveLength(2);
  });

  it('has its charge on the disk before it can leave', async () => {
    const device = await joinedDevice(await studyWorld({ rounds: ['candidates'] }));
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await donate(device, click, never);
    const charging = opened.mock.calls.filter(
      ([stores, mode]) => [...stores].includes('charges') && mode === 'readwrite',
    );
    opened.mockRestore();
    // The start of the box with the send times, and the vote.
    expect(charging.map(([, , options]) => options)).toEqual([{ durability: 'strict' }, { durability: 'strict' }]);
  });

  it('checks the texts of a round against their embeddings once', async () => {
    const device = await joinedDevice(await studyWorld({ rounds: ['candidates'] }));
    await donateByItself(device, never);
    expect(device.embedded).toEqual(candidates);
    expect(await donate(device, click, never)).toMatchObject([{ kind: 'sealed' }]);
    expect(device.embedded).toEqual(candidates);
  });

  it('answers no round of a study that the server has replaced since it was left', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await testDevice(world);
    await join(device, world);
    await knownRounds(device, world);
    await leaveStudy(device.database, world.study, device.now());
    world.rounds.length = 0;
    await join(device, world);
    expect(await donate(device, click, never)).toEqual([]);
    expect(await device.database.count('rounds')).toBe(0);
    expect(await device.database.count('outbox')).toBe(0);
  });
});

describe('the answer of a poll', () => {
  const dayMs = 24 * 60 * 60 * 1000;

  const poll = async (...drafts: string[]) => {
    const world = await studyWorld({
      rounds: ['fragments'],
      round: (manifest) => (manifest.kind === 'fragments' ? { ...manifest, windowDays: 7 } : manifest),
    });
    const device = await testDevice(world);
    await join(device, world);
    const ids: string[] = [];
    for (const text of drafts) ids.push(await typeDraft(device, text));
    return { device, ids };
  };

  it.each([
    [7 * dayMs - 1, 1],
    [7 * dayMs, fragments.length],
  ])('looks at drafts of the last seven days only: %i ms later it is %i', async (later, answer) => {
    const { device } = await poll('I saw a dinosaur in a cowboy hat yesterday');
    device.clock.now += later;
    await donate(device, { kind: 'click', at: device.now() }, never);
    expect((await device.database.getAll('outbox'))[0]?.trueAnswer).toBe(answer);
  });

  it('comes only from drafts that hold the fragment', async () => {
    const { device, ids } = await poll('dinner at eight with my sister', 'a dinosaur in a cowboy hat');
    await donate(device, click, never);
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: 1, drafts: [ids[1]] }]);
  });

  it('is "none", from no draft, when none holds a fragment', async () => {
    const { device } = await poll('dinner at eight with my sister');
    await donate(device, click, never);
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: fragments.length, drafts: [] }]);
  });
});

describe('the answer "none"', () => {
  it('is sealed and charged like any other answer', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    await donate(device, click, never);
    const [waiting] = await device.database.getAll('outbox');
    expect(waiting?.trueAnswer).toBe(none);
    expect(await device.database.count('charges')).toBe(1);
  });
});

describe('what keeps a round from being answered', () => {
  const outcomesOf = async (
    choices: Parameters<typeof studyWorld>[0],
    before?: (d: Awaited<ReturnType<typeof testDevice>>) => Promise<void>,
  ) => {
    const world = await studyWorld(choices);
    const device = await joinedDevice(world);
    await before?.(device);
    const outcomes = await donate(device, click, never);
    const sealed = await device.database.count('outbox');
    expect(await device.database.count('charges')).toBe(sealed);
    return { world, device, outcomes, sealed };
  };

  it('a cap for one report that the volunteer lowered after joining', async () => {
    const { outcomes, world } = await outcomesOf({}, (device) => changeSettings(device.database, { capPerReport: 2 }));
    expect(outcomes.map((o) => o.kind === 'skipped' && o.reason.key)).toEqual([
      'reason_over_report_cap',
      'reason_over_report_cap',
    ]);
    // Caps come before everything else: no batch was fetched.
    expect(world.requests).toHaveLength(1);
  });

  it('the cap of 30 days, for the rounds that no longer fit', async () => {
    const { outcomes, sealed } = await outcomesOf({ rounds: ['candidates', 'fragments', 'fragments'] });
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['sealed', 'sealed', 'skipped']);
    expect(sealed).toBe(2);
  });

  it('a round that asks for more than was agreed', async () => {
    const { outcomes, sealed } = await outcomesOf({
      rounds: ['candidates'],
      study: {
        questions: [{ kind: 'candidates', answerRule: 'random-draft', recentDrafts: 20, fewestTexts: 1, epsilon: 1 }],
      },
    });
    expect(outcomes[0]).toMatchObject({ kind: 'skipped', reason: { key: 'reason_beyond_consent' } });
    expect(sealed).toBe(0);
  });

  it('texts over other vectors', async () => {
    const { outcomes, sealed, device, world } = await outcomesOf({
      rounds: ['candidates'],
      embedded: [candidates[0] as string, 'something quite different', candidates[2] as string],
    });
    expect(outcomes[0]).toMatchObject({ reason: { key: 'reason_texts_differ' } });
    expect(sealed).toBe(0);
    expect((await device.database.get('rounds', [world.study, world.roundIds[0] as string]))?.problem).toEqual({
      key: 'reason_texts_differ',
    });
  });

  it('embeddings of another length than those of the model', async () => {
    const { outcomes, world } = await outcomesOf({
      rounds: ['candidates'],
      round: (manifest) =>
        manifest.kind === 'candidates'
          ? { ...manifest, embeddings: { ...manifest.embeddings, dimensions: 128 } }
          : manifest,
    });
    expect(outcomes).toMatchObject([{ kind: 'skipped', reason: { key: 'reason_model_missing' } }]);
    // No batch was fetched for it.
    expect(world.requests).toHaveLength(1);
  });

  it('a round that closes before a report could leave', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await testDevice(world);
    await join(device, world);
    device.clock.now = Date.parse('2030-06-01T00:00:00Z') - 60_000;
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toMatchObject([
      { kind: 'skipped', round: world.roundIds[0], reason: { key: 'reason_closes_too_soon' } },
    ]);
    expect(await unsealedRounds(device)).toEqual([]);
    expect(await device.database.count('charges')).toBe(0);
  });

  it('the moment in which its study ends', async () => {
    const world = await studyWorld();
    const device = await testDevice(world);
    await join(device, world);
    device.clock.now = Date.parse('2031-01-01T00:00:00Z');
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toMatchObject([
      { kind: 'skipped', reason: { key: 'reason_study_ended' } },
    ]);
    expect(world.requests).toEqual([]);
  });

  it('a batch that does not fit its hash', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    world.reply = ({ path }) => (path.startsWith('/v1/batches/') ? new Response('["other"]') : undefined);
    expect(await donate(device, click, never)).toMatchObject([{ reason: { key: 'reason_wrong_bytes' } }]);
    expect(await device.database.count('batches')).toBe(0);
  });

  it('a model that cannot check the texts; it is tried again', async () => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    const failing = withModel(device, () => Promise.reject(new Error('model')));
    expect(await donate(failing, click, never)).toMatchObject([{ kind: 'skipped' }]);
    expect(await donate(device, click, never)).toMatchObject([{ kind: 'sealed' }]);
  });

  it('a closed round, one that is not open yet, and a study that has ended', async () => {
    const world = await studyWorld();
    const device = await joinedDevice(world);
    for (const round of world.rounds) round.closed = true;
    expect(await donate(device, click, never)).toEqual([]);
    for (const round of world.rounds) round.closed = false;
    device.clock.now = Date.UTC(2029, 10, 1);
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toEqual([]);
    device.clock.now = Date.UTC(2031, 5, 1);
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toMatchObject([
      { kind: 'skipped', reason: { key: 'reason_study_ended' } },
    ]);
  });

  it.each([
    ['leaving', 'reason_not_joined', []],
    ['a lower cap', 'reason_over_report_cap', [null]],
    // The vote of a device whose drafts take long must not be missing: it is sealed after the pause.
    ['pausing', 'reason_paused', [startOfTime + 30_000]],
  ])('%s while the answer is sought', async (change, key, sendTimes) => {
    const world = await studyWorld({ rounds: ['candidates'] });
    const device = await joinedDevice(world);
    await typeDraft(device, candidates[0] as string);
    const embed: typeof device.embed = async (texts, model, signal) => {
      if (texts.length === 1 && change === 'pausing') await changeSettings(device.database, { paused: true });
      if (texts.length === 1 && change === 'a lower cap') await changeSettings(device.database, { capPerReport: 2 });
      if (texts.length === 1 && change === 'leaving') await leaveStudy(device.database, world.study, device.now());
      return device.embed(texts, model, signal);
    };
    expect(await donate(withModel(device, embed), click, never)).toMatchObject([{ kind: 'skipped', reason: { key } }]);
    expect(await device.database.count('outbox')).toBe(0);
    expect(await device.database.count('charges')).toBe(0);
    expect((await device.database.getAll('rounds')).map(({ sendAt }) => sendAt)).toEqual(sendTimes);
    if (change !== 'pausing') return;
    await changeSettings(device.database, { paused: false });
    expect(await sealLeftOver(device, never)).toMatchObject([{ kind: 'sealed', sendAt: startOfTime + 30_000 }]);
    expect((await device.database.getAll('outbox'))[0]?.trueAnswer).toBe(none);
  });

  it('a ledger that lost a record', async () => {
    const { device } = await outcomesOf({ rounds: ['candidates'] });
    await device.database.delete('charges', 0);
    const other = await studyWorld({ study: { name: 'other' } });
    await join({ ...device, network: { ...device.network, fetch: other.fetch } }, other);
    const outcomes = await donate({ ...device, network: { ...device.network, fetch: other.fetch } }, click, never);
    expect(outcomes.filter((o) => o.study === other.study)).toMatchObject([
      { kind: 'skipped', reason: { key: 'reason_ledger_unreadable' } },
      { kind: 'skipped', reason: { key: 'reason_ledger_unreadable' } },
    ]);
  });
});

it('keeps what a study record says of a failed check in step with the last one', async () => {
  const world = await studyWorld();
  const device = await joinedDevice(world);
  world.reply = () => {
    throw new TypeError('Failed to fetch');
  };
  await donate(device, click, never);
  expect((await studyById(device.database, world.study))?.problem).toEqual({ key: 'reason_unreachable' });
  world.reply = () => undefined;
  await donate(device, click, never);
  expect((await studyById(device.database, world.study))?.problem).toBeNull();
});
