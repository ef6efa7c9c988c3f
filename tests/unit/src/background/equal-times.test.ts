import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatJoinLink } from '../../../../core/protocol/join-link.ts';
import type { AnswerRounds, RoundKey } from '../../../../src/device.ts';
import { prepareAnswering } from '../../../../src/donation/answer-rounds.ts';
import { openDatabase } from '../../../../src/storage/database.ts';
import { joinStudy } from '../../../../src/studies/membership.ts';
import { reviewStudy } from '../../../../src/studies/review-study.ts';
import { embedText, problemResponse, type StudyWorld, server, startOfTime, studyWorld } from '../study-world.ts';

// The background as it is, with alarms, clock and worker made of numbers: time passes only by the work that is done, in
// the worker by the operations that the real code asks for. So equal times are equal to the millisecond.

const hourMs = 60 * 60 * 1000;
const never = new AbortController().signal;

/** The worker's own time runs on while the background waits. */
const worker = { now: 0, running: false };
const costs = { msPerCharacter: 0.2, msPerDraft: 2, msPerEmbedding: 30 as number | 'dead' };

const { alarms, fake } = vi.hoisted(() => {
  vi.stubGlobal('__BROWSER__', 'chrome');
  const alarms = new Map<string, { at: number; timer: ReturnType<typeof setTimeout> }>();
  let rules: unknown[] = [];
  const hooks = { ring: (): void => {} };
  const set = (name: string, at: number, everyMs?: number) => {
    clearTimeout(alarms.get(name)?.timer);
    const ring = () => {
      alarms.delete(name);
      if (everyMs !== undefined) set(name, Date.now() + everyMs, everyMs);
      hooks.ring();
    };
    alarms.set(name, { at, timer: setTimeout(ring, Math.max(0, at - Date.now())) });
  };
  return {
    alarms,
    fake: {
      hooks,
      alarms: {
        create: (name: string, info: { when?: number; delayInMinutes?: number; periodInMinutes?: number }) =>
          set(
            name,
            info.when ?? Date.now() + (info.delayInMinutes ?? 0) * 60_000,
            info.periodInMinutes === undefined ? undefined : info.periodInMinutes * 60_000,
          ),
        clear: async (name: string) => {
          clearTimeout(alarms.get(name)?.timer);
          return alarms.delete(name);
        },
        get: async (name: string) => {
          const alarm = alarms.get(name);
          return alarm && { name, scheduledTime: alarm.at };
        },
      },
      action: { setBadgeBackgroundColor: async () => {}, setBadgeText: async () => {}, setTitle: async () => {} },
      tabs: { query: async () => [] },
      permissions: { contains: async () => true, remove: async () => true },
      declarativeNetRequest: {
        getSessionRules: async () => rules,
        updateSessionRules: async ({ addRules }: { addRules: unknown[] }) => {
          rules = addRules;
        },
      },
    },
  };
});
vi.mock('webextension-polyfill', () => ({ default: fake }));

/**
 * Every draw is a function of the moment, the bound, and how many were made in this moment: chance is the same on all
 * devices.
 */
vi.mock('../../../../core/privacy/random-integers.ts', async (original) => {
  let moment = 0;
  let count = 0;
  const uniformBelow = (bound: number): number => {
    if (worker.running) return 0;
    if (Date.now() !== moment) [moment, count] = [Date.now(), 0];
    let hash = (moment % 2 ** 31) + 7919 * ++count;
    for (let i = 0; i < 4; i++) hash = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + bound) >>> 0;
    return hash % bound;
  };
  return { ...(await original<object>()), uniformBelow };
});

/** The worker as messages reach it, and its real code behind them. */
vi.mock('../../../../src/embedding/embed-texts.ts', () => ({
  embedTexts: async (texts: readonly string[]) => {
    await pause(texts.length * 20);
    return texts.map(embedText);
  },
  releaseModel: async () => {},
  prepareAnswers: async (rounds: readonly RoundKey[]): Promise<AnswerRounds> => {
    const prepared = await prepareAnswering(openDatabase, rounds, async () => embedInWorker);
    await pause(400);
    return async (chosen, found, box) => {
      const heard: { at: number; hand: () => void }[] = [];
      worker.now = Date.now();
      worker.running = true;
      for await (const answer of prepared.answers(chosen, (length) => randomBytes(length), worker.now)) {
        heard.push({ at: worker.now, hand: () => found(answer) });
      }
      worker.running = false;
      const died = !Number.isFinite(worker.now);
      for (const { at, hand } of heard.filter(({ at }) => Number.isFinite(at))) {
        await pause(at - Date.now());
        if (!box.aborted) hand();
      }
      await (died ? new Promise(() => {}) : pause(worker.now - Date.now()));
    };
  },
}));

async function embedInWorker(text: string): Promise<Float32Array> {
  // A model that never answers stops the worker's time: nothing after it is ever heard.
  worker.now += costs.msPerEmbedding === 'dead' ? Number.POSITIVE_INFINITY : costs.msPerEmbedding;
  return embedText(text);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Calls of WebCrypto that are under way: they take real time, which must not pass as the device's. */
let ciphering = 0;
const countCrypto = (name: 'digest' | 'verify' | 'importKey'): void => {
  const real = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => Promise<unknown>;
  vi.spyOn(crypto.subtle, name).mockImplementation((async (...args: unknown[]) => {
    ciphering++;
    try {
      return await real(...args);
    } finally {
      ciphering--;
    }
  }) as never);
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  alarms.clear();
  vi.resetModules();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: startOfTime });
  for (const name of ['digest', 'verify', 'importKey'] as const) countCrypto(name);
  const segment = Intl.Segmenter.prototype.segment;
  vi.spyOn(Intl.Segmenter.prototype, 'segment').mockImplementation(function (this: Intl.Segmenter, text) {
    if (worker.running) worker.now += text.length * costs.msPerCharacter;
    return segment.call(this, text);
  });
  const getAll = IDBObjectStore.prototype.getAll;
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = getAll.apply(this, args);
    if (this.name === 'drafts' && worker.running) {
      request.addEventListener('success', () => {
        worker.now += request.result.length * costs.msPerDraft;
      });
    }
    return request;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Lets everything happen that can happen without time passing. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 60; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (ciphering > 0) quiet = 0;
  }
}

/** Lets time pass up to a moment, from one event to the next. */
async function passUntil(moment: number): Promise<void> {
  let reached = false;
  setTimeout(() => {
    reached = true;
  }, moment - Date.now());
  await settle();
  while (!reached) {
    vi.advanceTimersToNextTimer();
    await settle();
  }
}

interface Life {
  readonly drafts: number;
  /** What the model takes for one text in the worker. */
  readonly msPerEmbedding: number | 'dead';
}

/** Texts that cost the matching most: they begin like every fragment and never end like one. */
const hostileDraft = (i: number): string =>
  `${'we went to the lake and '.repeat(4)} number ${i} of ${fragments[i % 9]}`;
const fragments = Array.from({ length: 9 }, (_, i) => `we went to the lake and saw ${i} ducks`);
const candidates = Array.from({ length: 12 }, (_, i) => `a message about subject number ${i}`);

/** The two studies, the same for all devices; `show` says how many of their rounds are published. */
async function publishStudies() {
  const choices = { epsilon: 0.5, candidates, fragments };
  const closest = { answerRule: 'closest' as const, recentDrafts: 500 };
  const question = { kind: 'candidates' as const, ...closest, fewestTexts: 1, epsilon: 0.5 };
  const poll = { kind: 'fragments' as const, poll: 'which' as const, windowDays: 30, fewestTexts: 1, epsilon: 0.5 };
  const first = await studyWorld({
    ...choices,
    rounds: ['candidates', 'fragments', 'fragments', 'fragments', 'candidates'],
    study: { name: 'first', questions: [question, poll] },
    round: (manifest) => (manifest.kind === 'candidates' ? { ...manifest, ...closest } : manifest) as typeof manifest,
  });
  const second = await studyWorld({ ...choices, rounds: Array(3).fill('fragments'), study: { name: 'second' } });
  const all = [[...first.rounds], [...second.rounds]];
  const show = (...counts: [number, number]) => {
    for (const [i, world] of [first, second].entries()) {
      world.rounds.splice(0, world.rounds.length, ...(all[i]?.slice(0, counts[i]) ?? []));
    }
  };
  return { first, second, show };
}
type Studies = Awaited<ReturnType<typeof publishStudies>>;

/** A life of four days: every request, with the millisecond at which it left. */
async function requestsOf(
  { first, second, show }: Studies,
  { drafts, msPerEmbedding }: Life,
): Promise<{ log: string[]; answers: unknown[] }> {
  costs.msPerEmbedding = msPerEmbedding;
  globalThis.indexedDB = new IDBFactory();
  alarms.clear();
  vi.resetModules();
  vi.clearAllTimers();
  vi.setSystemTime(startOfTime);
  show(3, 2);
  const worlds = new Map([
    ['study.example', first],
    ['other.example', second],
  ]);
  const log: string[] = [];
  let failing = true;
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { host, pathname } = new URL(input);
    const world = worlds.get(host) as StudyWorld;
    const path = pathname.replaceAll(world.study, 'study').replace(/[0-9a-f]{64}/, 'batch');
    const nth = world.roundIds.findIndex((id) => typeof init.body === 'string' && init.body.includes(id));
    log.push(`${Date.now() - startOfTime} ms: ${init.method} ${host}${path}${nth < 0 ? '' : ` of round ${nth}`}`);
    // The first report meets a server that is down: it is tried again.
    if (init.method === 'POST' && failing) {
      failing = false;
      return problemResponse('internal-error');
    }
    return world.fetch(input, init);
  });

  const { lookForRounds, openDevice, runDonation, runDue } = await import('../../../../src/background/work.ts');
  const failures: unknown[] = [];
  fake.hooks.ring = () => void runDue().catch((error: unknown) => failures.push(error));
  const device = await openDevice();
  for (let i = 0; i < drafts; i++) {
    const at = startOfTime - i;
    const draft = { id: `${i}`, field: `${i}`, text: hostileDraft(i), site: 'https://mail.example' };
    await device.database.put('drafts', { ...draft, createdAt: at, editedAt: at });
  }
  const join = async (world: StudyWorld, host: string) => {
    const link = formatJoinLink({ server: host, study: world.study, publicKey: world.publicKey });
    expect(await reviewStudy(device, link, never)).toMatchObject({ ok: true });
    expect(await joinStudy(device, world.study, host)).toBe(true);
  };
  await join(first, server);
  await join(second, 'https://other.example');
  await runDue();

  /** Looks for questions, reads them for two seconds, and has all of them answered. */
  const click = async () => {
    let rounds: RoundKey[] | undefined;
    void lookForRounds().then((asked) => {
      rounds = asked.rounds;
    });
    while (rounds === undefined) await passUntil(Date.now() + 2_000);
    const answered = runDonation(Date.now(), rounds);
    void answered.catch((error: unknown) => failures.push(error));
  };
  await click();
  await passUntil(startOfTime + 20_000);
  // A report of the other study will be due in the middle of the next donation's box.
  const [due] = (await device.database.getAllFromIndex('outbox', 'sendAt')).filter(
    ({ sendAt }) => sendAt > Date.now() + hourMs,
  );
  show(5, 2);
  await passUntil((due?.sendAt ?? 0) - 10_000);
  await click();
  // What is begun while a box is open waits for its end, not for the answers.
  await passUntil(Date.now() + 1_000);
  const looked = lookForRounds();
  await passUntil(Date.now() + hourMs);
  await looked;
  // No donation moves the report that became due while it was under way.
  const moment = `${(due?.sendAt ?? 0) - startOfTime} ms: POST`;
  expect(log.filter((line) => line.startsWith(moment))).toHaveLength(1);
  show(5, 3);
  await passUntil(startOfTime + 100 * hourMs);
  expect(failures).toEqual([]);
  const answers = (await device.database.getAll('receipts')).map(({ trueAnswer }) => trueAnswer);
  return { log, answers };
}

test('every request of a device leaves at the same millisecond, whatever its drafts and its model are', async () => {
  const studies = await publishStudies();
  const silent = await requestsOf(studies, { drafts: 0, msPerEmbedding: 30 });
  // 3 + 2 rounds at the first click, 2 at the second, 1 by itself; and one report that was sent twice.
  expect(silent.log.filter((line) => line.includes('POST'))).toHaveLength(9);
  expect(silent.answers).toHaveLength(8);
  for (const [drafts, msPerEmbedding] of [
    [20, 30],
    [20, 'dead'],
    [500, 30],
    [500, 3_000],
  ] as const) {
    const { log, answers } = await requestsOf(studies, { drafts, msPerEmbedding });
    expect(log, `${drafts} drafts, ${msPerEmbedding} ms`).toEqual(silent.log);
    expect(answers).toHaveLength(8);
    // The control: where there is time, the drafts are answered.
    if (drafts === 20 && msPerEmbedding === 30) expect(answers).not.toEqual(silent.answers);
  }
});
