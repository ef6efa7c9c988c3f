import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Permission } from '../../../../src/device.ts';
import { nextDueTime } from '../../../../src/donation/next-due-time.ts';
import { forgetAllDrafts, forgetDraft, forgetSiteDrafts } from '../../../../src/drafts/forgetting.ts';
import { cancelReport, leastRetryMs, sendDue } from '../../../../src/reports/outbox.ts';
import { listReceipts, roundTexts, waitingReports } from '../../../../src/reports/report-store.ts';
import { eraseEverything } from '../../../../src/storage/erase.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';
import { leaveStudy } from '../../../../src/studies/membership.ts';
import { candidates, problemResponse, type StudyWorld, startOfTime, studyWorld } from '../study-world.ts';
import { donate, join, joinedDevice, type TestDevice, typeDraft } from '../test-device.ts';

const never = new AbortController().signal;
let world: StudyWorld;
let device: TestDevice;
let draft: string;

/** Body of the one report that was sealed. */
const sealedBody = async () => (await device.database.getAll('outbox'))[0]?.body ?? '';
const posted = () => world.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
const sendAtDue = async () => {
  device.clock.now = (await waitingReports(device.database))[0]?.sendAt ?? device.now();
  await sendDue(device, never);
};

beforeEach(async () => {
  world = await studyWorld({ rounds: ['candidates'] });
  device = await joinedDevice(world);
  draft = await typeDraft(device, candidates[1] as string);
  await donate(device, { kind: 'click', at: startOfTime }, never);
  world.requests.length = 0;
});

describe('sending', () => {
  it('waits for its time, and the alarm is set to it', async () => {
    expect(await nextDueTime(device)).toBe(startOfTime + 30_000);
    await device.database.put('schedule', { nextCheckAt: startOfTime + 29_000 }, 'schedule');
    expect(await nextDueTime(device)).toBe(startOfTime + 29_000);
    device.clock.now = startOfTime + 29_999;
    await sendDue(device, never);
    expect(posted()).toEqual([]);
    expect(await waitingReports(device.database)).toHaveLength(1);
  });

  it('turns a stored report into a receipt', async () => {
    const body = await sealedBody();
    await sendAtDue();
    expect(posted()).toEqual([body]);
    expect(await waitingReports(device.database)).toEqual([]);
    expect(await listReceipts(device.database)).toMatchObject([
      { outcome: 'sent', body, trueAnswer: 1, drafts: [draft], finishedAt: device.now(), reason: null },
    ]);
  });

  it('sends once when two wake-ups come at once', async () => {
    device.clock.now = startOfTime + 30_000;
    await Promise.all([sendDue(device, never), sendDue(device, never)]);
    expect(posted()).toHaveLength(1);
    expect(await listReceipts(device.database)).toHaveLength(1);
  });

  it('counts one attempt when two wake-ups come at once', async () => {
    world.reply = () => problemResponse('internal-error');
    device.clock.now = startOfTime + 30_000;
    await Promise.all([sendDue(device, never), sendDue(device, never)]);
    expect(await waitingReports(device.database)).toMatchObject([{ attempts: 1 }]);
  });

  it.each([
    ['the server cannot be reached', () => Promise.reject(new TypeError('Failed to fetch')) as never],
    ['the server is full', () => problemResponse('storage-unavailable')],
    ['the server asks to slow down', () => problemResponse('too-many-requests')],
    ['the server failed', () => problemResponse('internal-error')],
    ['somebody else replies', () => new Response('<html>log in to this network', { status: 200 })],
    ['another server stands there', () => new Response('not found', { status: 404 })],
  ])('keeps the report when %s, and sends the identical bytes later', async (_name, reply) => {
    const body = await sealedBody();
    world.reply = ({ method }) => (method === 'POST' ? reply() : undefined);
    await sendAtDue();
    const [waiting] = await waitingReports(device.database);
    expect(waiting?.attempts).toBe(1);
    expect(waiting?.sendAt).toBeGreaterThanOrEqual(device.now() + leastRetryMs(1));
    expect(waiting?.sendAt).toBeLessThanOrEqual(device.now() + 2 * leastRetryMs(1));
    expect(await nextDueTime(device)).toBe(waiting?.sendAt);
    await sendDue(device, never);
    expect(posted()).toHaveLength(1);
    world.reply = () => undefined;
    await sendAtDue();
    await sendAtDue();
    expect(posted()).toEqual([body, body]);
    expect([...world.stored.values()]).toEqual([body]);
    expect(await listReceipts(device.database)).toMatchObject([{ outcome: 'sent' }]);
  });

  it('has stored the next attempt before anything leaves', async () => {
    let duringRequest: unknown;
    world.reply = () => {
      duringRequest = device.database.get('outbox', [world.study, world.roundIds[0] as string]);
      return undefined;
    };
    await sendAtDue();
    const { attempts, sendAt } = (await duringRequest) as { attempts: number; sendAt: number };
    expect(attempts).toBe(1);
    expect(sendAt).toBeGreaterThanOrEqual(device.now() + leastRetryMs(1));
  });

  it.each([
    'round-closed',
    'nonce-reused',
    'malformed-vote',
    'malformed-request',
    'unknown-round',
    'body-too-large',
    'unsupported-media-type',
  ] as const)('ends with a plain reason when the server says %s', async (code) => {
    world.reply = () => problemResponse(code);
    await sendAtDue();
    const [receipt] = await listReceipts(device.database);
    expect(receipt).toMatchObject({ outcome: 'refused', reason: { key: expect.stringMatching(/^reason_report_/) } });
    expect(receipt?.body).not.toBeNull();
    expect(await waitingReports(device.database)).toEqual([]);
    expect(await device.database.count('charges')).toBe(1);
  });

  const closesAt = Date.parse('2030-06-01T00:00:00Z');
  const dayMs = 24 * 60 * 60 * 1000;
  /** The clock shows `at`, and every report is due. */
  const sendAt = async (at: number) => {
    device.clock.now = at;
    for (const report of await device.database.getAll('outbox')) {
      await device.database.put('outbox', { ...report, sendAt: at });
    }
    await sendDue(device, never);
  };

  it.each([
    ['its round closes', closesAt, undefined],
    ['its study ends', Date.UTC(2030, 3, 1), '2030-04-01T00:00:00Z'],
  ])('leaves up to the moment in which %s, and not in that moment', async (_name, last, endsAt) => {
    const study = await device.database.get('studies', world.study);
    if (!study) throw new Error('not joined');
    const document = { ...study.signed.document, ...(endsAt && { endsAt }) };
    await device.database.put('studies', { ...study, signed: { ...study.signed, document } });
    await sendAt(last);
    expect(posted()).toEqual([]);
    await sendAt(last - 1);
    expect(posted()).toHaveLength(1);
  });

  it('is given up for being late only when two readings of the clock a day apart agree', async () => {
    await sendAt(closesAt);
    await sendAt(closesAt + dayMs - 1);
    expect(await listReceipts(device.database)).toEqual([]);
    await sendAt(closesAt + dayMs);
    expect(await listReceipts(device.database)).toMatchObject([
      { outcome: 'refused', body: null, reason: { key: 'reason_closed', followedBy: 'reason_nothing_sent' } },
    ]);
    expect(posted()).toEqual([]);
  });

  it('outlives a clock that was far ahead for a moment', async () => {
    await sendAt(Date.UTC(2040, 0, 1));
    // Its new time was drawn from that clock: it lies too far ahead to be true.
    device.clock.now = startOfTime + 60_000;
    await sendDue(device, never);
    const [waiting] = await waitingReports(device.database);
    expect(waiting?.sendAt).toBeLessThanOrEqual(device.now() + 60 * 60 * 1000);
    expect(waiting?.lateSince).toBeUndefined();
    await sendAt(device.clock.now);
    expect(await listReceipts(device.database)).toMatchObject([{ outcome: 'sent' }]);
  });

  it('says, when it is given up after an attempt, that the server could not be reached', async () => {
    world.reply = () => problemResponse('internal-error');
    await sendAt(closesAt - 1);
    await sendAt(closesAt);
    await sendAt(closesAt + dayMs);
    expect(await listReceipts(device.database)).toMatchObject([
      { outcome: 'refused', body: expect.any(String), reason: { key: 'reason_report_not_reached' } },
    ]);
    expect(posted()).toHaveLength(1);
  });

  it.each([
    ['in time', 120_000, 1],
    ['found overdue', 120_001, 0],
  ])('%s: a report that is %i ms late leaves %i times', async (_name, lateMs, times) => {
    const [waiting] = await waitingReports(device.database);
    device.clock.now = (waiting?.sendAt ?? 0) + lateMs;
    await sendDue(device, never);
    expect(posted()).toHaveLength(times);
  });

  it('spreads reports that are found overdue, by chance and clock alone', async () => {
    const hourMs = 60 * 60 * 1000;
    const times = new Set<number>();
    for (let i = 0; i < 20; i++) {
      device.clock.now += 5 * hourMs;
      await sendDue(device, never);
      const [waiting] = await waitingReports(device.database);
      times.add((waiting?.sendAt ?? 0) - device.now());
      expect(waiting?.attempts).toBe(0);
    }
    expect(times.size).toBeGreaterThan(10);
    for (const time of times) expect(time >= 0 && time <= hourMs).toBe(true);
    expect(posted()).toEqual([]);
  });

  it.each([
    ['the permission of the server', async () => setPermission('no-host')],
    ['the consent to data collection', async () => setPermission('no-data-collection')],
    ['the server that was shown', async () => changeRecord({ server: 'https://other.example' })],
    ['a log that can be trusted', async () => changeRecord({ logRefused: true })],
    ['the round in its log', async () => changeRecord({ log: [] })],
    ['a study that nobody has corrected', async () => changeRecord({ correction: {} as never })],
    ['its study', async () => void (await device.database.clear('studies'))],
    ['its round', async () => void (await device.database.clear('rounds'))],
  ])('does not leave without %s', async (_name, lose) => {
    await lose();
    await sendAtDue();
    expect(world.requests).toEqual([]);
    const [waiting] = await waitingReports(device.database);
    expect(waiting).toMatchObject({ attempts: 0 });
    expect(waiting?.sendAt).toBeGreaterThan(device.now());
  });

  function setPermission(permission: Permission): void {
    device.granted.permission = permission;
  }

  async function changeRecord(changes: object): Promise<void> {
    const record = await device.database.get('studies', world.study);
    if (record) await device.database.put('studies', { ...record, ...changes });
  }

  it('sends nothing once it is told to stop', async () => {
    device.clock.now = startOfTime + 30_000;
    await sendDue(device, AbortSignal.abort());
    expect(world.requests).toEqual([]);
    expect(await waitingReports(device.database)).toMatchObject([{ attempts: 0 }]);
  });

  it('sends nothing while paused, and the rest after', async () => {
    await changeSettings(device.database, { paused: true });
    await sendAtDue();
    expect(world.requests).toEqual([]);
    expect(await nextDueTime(device)).toBeUndefined();
    await changeSettings(device.database, { paused: false });
    await sendDue(device, never);
    expect(posted()).toHaveLength(1);
  });
});

it('retries after 30 s at least, then twice as long each time, up to 6 h', () => {
  expect([1, 2, 3, 4].map(leastRetryMs)).toEqual([30_000, 60_000, 120_000, 240_000]);
  expect(leastRetryMs(60)).toBe(6 * 60 * 60 * 1000);
});

describe('a waiting report', () => {
  it('is shown without its vote and its answer', async () => {
    const [shown] = await waitingReports(device.database);
    expect(Object.keys(shown ?? {}).sort()).toEqual(
      [
        'attempts',
        'closesAt',
        'epsilon',
        'oddsTrue',
        'round',
        'roundTitle',
        'sendAt',
        'server',
        'study',
        'studyTitle',
      ].sort(),
    );
  });

  it('is cancelled without a refund', async () => {
    const round = world.roundIds[0] as (typeof world.roundIds)[number];
    expect(await cancelReport(device.database, world.study, round, device.now())).toBe(true);
    expect(await cancelReport(device.database, world.study, round, device.now())).toBe(false);
    expect(await listReceipts(device.database)).toMatchObject([{ outcome: 'cancelled', body: null, reason: null }]);
    expect(await device.database.count('charges')).toBe(1);
    expect(await device.database.count('answeredRounds')).toBe(1);
    await sendAtDue();
    expect(world.requests).toEqual([]);
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toMatchObject([
      { kind: 'already-answered' },
    ]);
  });

  it('says, when it is cancelled after an attempt, that it may have arrived', async () => {
    world.reply = () => {
      throw new TypeError('Failed to fetch');
    };
    const body = await sealedBody();
    await sendAtDue();
    const round = world.roundIds[0] as (typeof world.roundIds)[number];
    await cancelReport(device.database, world.study, round, device.now());
    expect(await listReceipts(device.database)).toMatchObject([
      { outcome: 'cancelled', body, reason: { key: 'reason_report_on_its_way' } },
    ]);
  });

  it('stays when another study is left', async () => {
    const [report] = await device.database.getAll('outbox');
    const study = 'f'.repeat(64);
    await device.database.put('outbox', { ...report, study } as never);
    await leaveStudy(device.database, world.study, device.now());
    expect(await waitingReports(device.database)).toMatchObject([{ study }]);
    expect(await listReceipts(device.database)).toMatchObject([{ study: world.study, outcome: 'cancelled' }]);
  });

  it('is cancelled by leaving, and joining again asks nothing twice', async () => {
    await leaveStudy(device.database, world.study, device.now());
    expect(await waitingReports(device.database)).toEqual([]);
    expect(await listReceipts(device.database)).toMatchObject([{ outcome: 'cancelled', body: null }]);
    expect(await nextDueTime(device)).toBeUndefined();
    await join(device, world);
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toMatchObject([
      { kind: 'already-answered' },
    ]);
    expect(await device.database.count('charges')).toBe(1);
  });
});

describe('receipts', () => {
  it('are listed with the newest first', async () => {
    const times = Object.entries({ a: 2, b: 3, c: 1 });
    for (const [round, finishedAt] of times) {
      await device.database.put('receipts', { study: world.study, round, finishedAt } as never);
    }
    expect((await listReceipts(device.database)).map(({ round }) => round)).toEqual(['b', 'a', 'c']);
  });

  it('are shown with the texts of their round, as long as these are stored', async () => {
    const round = world.roundIds[0] as (typeof world.roundIds)[number];
    expect(await roundTexts(device.database, world.study, round)).toEqual(candidates);
    expect(await roundTexts(device.database, world.study, 'f'.repeat(64) as typeof round)).toBeUndefined();
    await device.database.clear('batches');
    expect(await roundTexts(device.database, world.study, round)).toBeUndefined();
  });
});

describe('forgetting', () => {
  it('takes the answer that came from the draft out of a waiting report, and later out of its receipt', async () => {
    const body = await sealedBody();
    const other = await typeDraft(device, 'what is for dinner tonight');
    await forgetDraft(device.database, other);
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: 1, drafts: [draft] }]);
    await forgetDraft(device.database, draft);
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: null, drafts: [], body }]);
    await sendAtDue();
    expect(await listReceipts(device.database)).toMatchObject([{ trueAnswer: null, drafts: [], body }]);
  });

  it('of one site takes its drafts and the answers that came from them, and nothing of another site', async () => {
    await sendAtDue();
    const [kept] = await device.database.getAll('drafts');
    if (!kept) throw new Error('expected a draft');
    await device.database.put('drafts', { ...kept, id: 'elsewhere', site: 'https://elsewhere.example' });
    await forgetSiteDrafts(device.database, 'https://elsewhere.example');
    expect(await listReceipts(device.database)).toMatchObject([{ trueAnswer: 1, drafts: [draft] }]);
    await forgetSiteDrafts(device.database, kept.site);
    expect(await listReceipts(device.database)).toMatchObject([{ trueAnswer: null, drafts: [] }]);
    expect(await device.database.count('drafts')).toBe(0);
  });

  it('takes the answer out of a receipt', async () => {
    await sendAtDue();
    await forgetAllDrafts(device.database);
    expect(await listReceipts(device.database)).toMatchObject([{ trueAnswer: null, drafts: [], outcome: 'sent' }]);
    expect(await device.database.count('drafts')).toBe(0);
  });

  it('takes the answer of a poll out with any draft that holds the fragment', async () => {
    world = await studyWorld({ rounds: ['fragments'] });
    device = await joinedDevice(world);
    const first = await typeDraft(device, 'I saw a dinosaur in a cowboy hat yesterday');
    device.clock.now += 1;
    const second = await typeDraft(device, 'Is that a dinosaur in a cowboy hat again?');
    await typeDraft(device, 'dinner at eight with my sister');
    await donate(device, { kind: 'click', at: device.now() }, never);
    const [report] = await device.database.getAll('outbox');
    expect(report?.trueAnswer).toBe(1);
    expect([...(report?.drafts ?? [])].sort()).toEqual([first, second].sort());
    await forgetDraft(device.database, first);
    expect(await device.database.getAll('outbox')).toMatchObject([{ trueAnswer: null, drafts: [] }]);
  });
});

describe('erasing everything', () => {
  it.each([
    [{ capWindow: 6 }, { capPerReport: 4, capWindow: 6 }],
    [
      { capPerReport: 1, capWindow: 20 },
      { capPerReport: 1, capWindow: 8 },
    ],
    [{ capPerReport: 9, capWindow: 20 }, undefined],
  ])('leaves caps at the smaller of default and what was set: %j', async (caps, left) => {
    await changeSettings(device.database, { ...caps, paused: true });
    await eraseEverything(device.database);
    expect(await device.database.get('settings', 'settings')).toEqual(left && { ...left, paused: false });
  });

  it('keeps charges, study ids and answered-round hashes, and nothing else', async () => {
    await sendAtDue();
    const charges = await device.database.getAll('charges');
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await device.database.put('sites', { origin: 'https://mail.example', allowedAt: 1 });
    await changeSettings(device.database, { capWindow: 16 });
    await eraseEverything(device.database);
    expect(opened.mock.lastCall?.[2]).toEqual({ durability: 'strict' });
    opened.mockRestore();
    const left: Record<string, unknown> = {};
    for (const store of device.database.objectStoreNames) {
      const records = await device.database.getAll(store);
      if (records.length > 0) left[store] = records;
    }
    expect(left).toEqual({
      charges,
      answeredRounds: [{ study: world.study, round: world.roundIds[0] }],
    });
    expect(JSON.stringify(left)).not.toContain('meeting');
    await join(device, world);
    expect(await donate(device, { kind: 'click', at: device.now() }, never)).toMatchObject([
      { kind: 'already-answered' },
    ]);
  });
});
