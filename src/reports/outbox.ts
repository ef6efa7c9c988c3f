import type { RoundId, StudyId } from '../../core/ids.ts';
import type { ProblemCode } from '../../core/protocol/errors.ts';
import { problems } from '../../core/protocol/errors.ts';
import { acknowledgementSchema } from '../../core/protocol/report.ts';
import type { Device } from '../device.ts';
import { postJson } from '../network/requests.ts';
import type { Database, WaitingReport } from '../storage/database.ts';
import { readSettings } from '../storage/settings-store.ts';
import { finishReport } from './report-store.ts';

/** Answers after which the same bytes would be refused again. */
const final: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'malformed-request',
  'malformed-vote',
  'unknown-round',
  'nonce-reused',
  'round-closed',
  'body-too-large',
  'unsupported-media-type',
]);

const firstRetryMs = 30_000;
const longestRetryMs = 6 * 60 * 60 * 1000;
/** Delay after attempt number `attempts`: doubles from 30 s up to 6 h. */
export const retryDelayMs = (attempts: number): number => Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);

/** Sends every report whose time has come, one after the other. */
export async function sendDue(device: Device, signal: AbortSignal): Promise<void> {
  const due = await device.database.getAllKeysFromIndex('outbox', 'sendAt', IDBKeyRange.upperBound(device.now()));
  for (const key of due) {
    if (signal.aborted || (await readSettings(device.database)).paused) return;
    const report = await claim(device, key);
    if (report) await send(device, report, signal);
  }
}

/**
 * Counts the attempt and stores when the next one would be due, before anything leaves: a background that is stopped
 * while it waits for the reply tries again by itself, with the same bytes.
 */
async function claim(device: Device, key: [string, string]): Promise<WaitingReport | undefined> {
  const transaction = device.database.transaction('outbox', 'readwrite');
  const report = await transaction.store.get(key);
  // Cancelled, or taken by another wake-up meanwhile.
  const taken = report && report.sendAt <= device.now();
  if (taken) {
    const attempts = report.attempts + 1;
    await transaction.store.put({ ...report, attempts, sendAt: device.now() + retryDelayMs(attempts) });
  }
  await transaction.done;
  return taken ? report : undefined;
}

async function send(device: Device, report: WaitingReport, signal: AbortSignal): Promise<void> {
  const { server, body } = report;
  const reply = await postJson(device.network, server, '/v1/reports', body, acknowledgementSchema, signal);
  const finishedAt = device.now();
  const refuse = (reason: string) =>
    finishReport(device.database, report, () => ({ body, outcome: 'refused', finishedAt, reason }));
  if (reply.kind === 'reply') {
    await finishReport(device.database, report, () => ({ body, outcome: 'sent', finishedAt, reason: null }));
  } else if (reply.kind === 'problem' && final.has(reply.code)) {
    await refuse(problems[reply.code].title);
  } else if (finishedAt >= report.closesAt) {
    await refuse('The study server could not be reached before the round closed.');
  }
}

/** Cancels a waiting report. The charge stays: the vote was randomised. */
export function cancelReport(database: Database, study: StudyId, round: RoundId, now: number): Promise<boolean> {
  return finishReport(database, { study, round }, (report) => cancelled(report, now));
}

/** A report that was tried before may have arrived without a reply: then its bytes stay on the receipt. */
export const cancelled = ({ attempts, body }: WaitingReport, now: number) => ({
  outcome: 'cancelled' as const,
  finishedAt: now,
  ...(attempts === 0
    ? { body: null, reason: null }
    : { body, reason: 'It was on its way before: the study server may have received it.' }),
});
