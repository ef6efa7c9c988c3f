import type { RoundId, StudyId } from '../../core/ids.ts';
import { type RandomBytes, uniformBelow } from '../../core/privacy/random-integers.ts';
import type { ProblemCode } from '../../core/protocol/errors.ts';
import { acknowledgementSchema } from '../../core/protocol/report.ts';
import { type Hindrance, hindrance, hindranceReason, isTooLate } from '../consent.ts';
import type { Device, Permission, RoundKey } from '../device.ts';
import type { ReasonKey } from '../language/sentence-keys.ts';
import { postJson } from '../network/requests.ts';
import { drawNewDueTime, farthestMs, isOverdue } from '../overdue.ts';
import { reasonOf } from '../refusal.ts';
import type { Database, WaitingReport } from '../storage/database.ts';
import { defaultSettings } from '../storage/settings-store.ts';
import { finishReport, receiptOf } from './report-store.ts';

/** Replies after which the same bytes would be refused again, and what they mean for the report. */
const final: ReadonlyMap<ProblemCode, ReasonKey> = new Map<ProblemCode, ReasonKey>([
  ['malformed-request', 'reason_report_not_accepted'],
  ['malformed-vote', 'reason_report_not_accepted'],
  ['unknown-round', 'reason_report_unknown_round'],
  ['nonce-reused', 'reason_report_nonce_reused'],
  ['round-closed', 'reason_report_closed'],
  ['body-too-large', 'reason_report_not_accepted'],
  ['unsupported-media-type', 'reason_report_not_accepted'],
]);

const firstRetryMs = 30_000;
const longestRetryMs = 6 * 60 * 60 * 1000;
/** Shortest delay after attempt number `attempts`: doubles from 30 s up to 6 h. */
export const leastRetryMs = (attempts: number): number => Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
/** The delay after an attempt, drawn anew each time: the shortest one, or up to twice as long. */
const drawRetryMs = (attempts: number, random: RandomBytes): number =>
  leastRetryMs(attempts) + uniformBelow(leastRetryMs(attempts) + 1, random);

/** A report is given up for being late only when two readings of the clock that lie this far apart agree on it. */
const lateForMs = 24 * 60 * 60 * 1000;

/** Sends every report whose time has come, one after the other. */
export async function sendDue(device: Device, signal: AbortSignal): Promise<void> {
  const now = device.now();
  const ranges = [IDBKeyRange.upperBound(now), IDBKeyRange.lowerBound(now + farthestMs, true)];
  const due = await Promise.all(ranges.map((range) => device.database.getAllFromIndex('outbox', 'sendAt', range)));
  for (const { study, round, server } of due.flat()) {
    if (signal.aborted) return;
    const permission = await device.permission(server);
    const report = await claim(device, { study, round }, permission);
    if (report) await send(device, report, signal);
  }
}

/**
 * Looks once more, in one transaction, whether consent covers sending a report now, counts the attempt and stores when
 * the next one would be due, before anything leaves: a background that is stopped while it waits for the reply tries
 * again by itself, with the same bytes. A report that is overdue, or that may not leave at this moment, gets a new
 * time from chance and clock alone.
 */
async function claim(
  device: Device,
  { study, round }: RoundKey,
  permission: Permission,
): Promise<WaitingReport | undefined> {
  const transaction = device.database.transaction(['outbox', 'receipts', 'studies', 'rounds', 'settings'], 'readwrite');
  const outbox = transaction.objectStore('outbox');
  const taking = async (): Promise<WaitingReport | undefined> => {
    const report = await outbox.get([study, round]);
    const now = device.now();
    // Cancelled, or taken by another wake-up meanwhile.
    if (!report || (report.sendAt > now && !isOverdue(report.sendAt, now))) return undefined;
    const { lateSince, ...waiting } = report;
    const found = hindrance({
      permission,
      paused: ((await transaction.objectStore('settings').get('settings')) ?? defaultSettings).paused,
      study: await transaction.objectStore('studies').get(study),
      round: await transaction.objectStore('rounds').get([study, round]),
      server: report.server,
      now,
    });
    if (found === 'paused') return undefined;
    const late = found !== undefined && isTooLate(found);
    const since = lateSince !== undefined && lateSince <= now ? lateSince : now;
    if (late && since <= now - lateForMs) {
      await transaction.objectStore('receipts').put(receiptOf(report, tooLate(report, found, now)));
      await outbox.delete([study, round]);
    } else if (found !== undefined || isOverdue(report.sendAt, now)) {
      const sendAt = drawNewDueTime(now, device.random);
      await outbox.put({ ...waiting, sendAt, ...(late && { lateSince: since }) });
    } else {
      const attempts = report.attempts + 1;
      await outbox.put({ ...waiting, attempts, sendAt: now + drawRetryMs(attempts, device.random) });
      return waiting;
    }
    return undefined;
  };
  const taken = await taking();
  await transaction.done;
  return taken;
}

const tooLate = ({ attempts, body }: WaitingReport, found: Hindrance, now: number) => ({
  outcome: 'refused' as const,
  finishedAt: now,
  ...(attempts === 0
    ? { body: null, reason: { ...hindranceReason(found), followedBy: 'reason_nothing_sent' as const } }
    : { body, reason: reasonOf('reason_report_not_reached') }),
});

async function send(device: Device, report: WaitingReport, signal: AbortSignal): Promise<void> {
  const { server, body } = report;
  const reply = await postJson(device.network, server, '/v1/reports', body, acknowledgementSchema, signal);
  const finishedAt = device.now();
  if (reply.kind === 'reply') {
    await finishReport(device.database, report, () => ({ body, outcome: 'sent', finishedAt, reason: null }));
    return;
  }
  const key = reply.kind === 'problem' ? final.get(reply.code) : undefined;
  if (key === undefined) return;
  await finishReport(device.database, report, () => ({ body, outcome: 'refused', finishedAt, reason: reasonOf(key) }));
}

/** Cancels a waiting report. The charge stays: the vote was randomised. */
export function cancelReport(database: Database, study: StudyId, round: RoundId, now: number): Promise<boolean> {
  return finishReport(database, { study, round }, (report) => cancelled(report, now));
}

/** A report that was tried before may have arrived without a reply: then its bytes stay on the receipt. */
export const cancelled = ({ attempts, body }: WaitingReport, now: number) => ({
  outcome: 'cancelled' as const,
  finishedAt: now,
  ...(attempts === 0 ? { body: null, reason: null } : { body, reason: reasonOf('reason_report_on_its_way') }),
});
