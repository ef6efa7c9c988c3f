import type { IDBPTransaction, StoreNames } from 'idb';
import type { Caps, Charge, ChargeDecision } from '../../core/privacy/ledger.ts';
import type { ReasonKey } from '../language/sentence-keys.ts';
import { type Reason, reasonOf } from '../refusal.ts';
import type { Database, RoundRecord, Schema } from '../storage/database.ts';
import { capsOf, defaultSettings } from '../storage/settings-store.ts';

/** Why a vote was not charged, and so not randomised into the outbox. */
export type NotCharged = (ChargeDecision & { kind: 'refused' })['reason'];

/** All that `decideCharge` needs to know, read in the transaction that will add the charge. */
export async function readLedgerState<Mode extends IDBTransactionMode>(
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], Mode>,
): Promise<{ ledger: readonly unknown[]; answeredRounds: number; caps: Caps; paused: boolean }> {
  const [ledger, answeredRounds, settings = defaultSettings] = await Promise.all([
    transaction.objectStore('charges').getAll(),
    transaction.objectStore('answeredRounds').count(),
    transaction.objectStore('settings').get('settings'),
  ]);
  return { ledger, answeredRounds, caps: capsOf(settings), paused: settings.paused };
}

/** The same outside of a transaction that changes anything. */
export const readStoredLedger = (database: Database) =>
  readLedgerState(database.transaction(['charges', 'answeredRounds', 'settings']));

/** All charges of this device, oldest first. */
export const listCharges = (database: Database): Promise<Charge[]> => database.getAll('charges');

/** How many questions this device has answered. */
export const countAnswered = (database: Database): Promise<number> => database.count('answeredRounds');

/**
 * Whether this device has sealed a vote in a round, or in the same question of the study that this one corrects: it
 * never does so again.
 */
export const isAnswered = async (
  database: Database,
  { study, round, answeredBefore }: Pick<RoundRecord, 'study' | 'round' | 'answeredBefore'>,
): Promise<boolean> => answeredBefore === true || (await database.count('answeredRounds', [study, round])) > 0;

const keys: Readonly<Record<NotCharged, ReasonKey>> = {
  'over-report-cap': 'reason_over_report_cap',
  'over-window-cap': 'reason_over_window_cap',
  'already-charged': 'reason_already_charged',
  'ledger-unreadable': 'reason_ledger_unreadable',
  'invalid-request': 'reason_invalid_charge',
};

/** A refusal of the ledger as a reason for the volunteer. */
export const notChargedReason = (why: NotCharged): Reason => reasonOf(keys[why]);
