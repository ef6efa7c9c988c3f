import { type DBSchema, type IDBPDatabase, openDB, unwrap } from 'idb';
import type { RoundId, Sha256, StudyId } from '../../core/ids.ts';
import type { Charge } from '../../core/privacy/ledger.ts';
import type { SignedRound } from '../../core/protocol/manifest.ts';
import type { PublicKey } from '../../core/protocol/signed.ts';
import type { SignedStudy } from '../../core/protocol/study.ts';
import type { StoredReason } from '../refusal.ts';
import { announceCommits } from './changes.ts';
import type { DonationProgress } from './donation-progress.ts';

/** Text the volunteer typed on an allowed site; never leaves the device. Times are milliseconds since 1970. */
export interface Draft {
  readonly id: string;
  /** The field it was typed in last, as its page named it: a later edit there replaces this draft. */
  readonly field: string;
  readonly text: string;
  /** Origin of the page. */
  readonly site: string;
  readonly createdAt: number;
  readonly editedAt: number;
  /** When the clock first said that this draft is nearly over; absent before. See `expireDrafts`. */
  readonly endingAt?: number;
}

/** A site on which the volunteer allowed drafts to be captured, by the origin of its pages. */
export interface AllowedSite {
  readonly origin: string;
  readonly allowedAt: number;
  /**
   * Why the field typed in last was refused, as a word of the field policy and never as text; goes with forgetting.
   */
  readonly refused?: { readonly reason: string; readonly at: number };
  /** The browser closed the page that asked for it: the volunteer was not told yet that it is allowed. */
  readonly untold?: true;
}

/**
 * A site for which the browser was just asked for the permission; becomes an allowed one when the permission comes.
 */
export interface WishedSite {
  readonly origin: string;
  readonly wishedAt: number;
}

export interface StudyRecord {
  readonly id: StudyId;
  /** Origin of the study server. */
  readonly server: string;
  readonly publicKey: PublicKey;
  readonly signed: SignedStudy;
  readonly state: 'under-review' | 'joined';
  readonly joinedAt: number | null;
  /** Log of rounds as last seen, oldest first; a server that later shows another history is refused (P9). */
  readonly log: readonly RoundId[];
  /** Why the last check of this study's rounds failed. */
  readonly problem: StoredReason | null;
  /** When a check failed for the first time since the last one that did not; null or absent while none has. */
  readonly problemSince?: number | null;
  /** The last check found a log that cannot be trusted: nothing is answered or sent until one can be. */
  readonly logRefused?: boolean;
  /** The study that corrects this one: nothing is answered until the volunteer has decided about it. */
  readonly correction?: { readonly study: StudyId; readonly publicKey: PublicKey };
  /** Questions that this device has answered in the study that this one corrects, see `questionKey`. */
  readonly answeredBefore?: readonly string[];
}

export interface RoundRecord {
  readonly study: StudyId;
  readonly round: RoundId;
  readonly signed: SignedRound;
  readonly closed: boolean;
  /** Texts and embeddings are stored, fit their hashes and each other: the round may be answered. */
  readonly checked: boolean;
  /** Why this round is not answered. */
  readonly problem: StoredReason | null;
  /** When its texts came to this device: from then on they can be read, and a day later it is answered by itself. */
  readonly textsCameAt?: number;
  /**
   * When the report will leave; drawn before any draft is read. Null until the round has been chosen to be answered.
   */
  readonly sendAt: number | null;
  /** When the time box of its donation began; stored with `sendAt`, before any draft is read. */
  readonly boxStartedAt?: number;
  /** The same question was answered in the study that this one corrects. */
  readonly answeredBefore?: boolean;
  /** Of a prevalence poll: the fragment that this device answers for, drawn before any draft is read. */
  readonly fragment?: number;
}

/** A privatised report that waits for its time; still cancellable. */
export interface WaitingReport {
  readonly study: StudyId;
  readonly round: RoundId;
  readonly studyTitle: string;
  readonly roundTitle: string;
  /** Origin of the study server. */
  readonly server: string;
  /** The exact body that will be sent, and sent again on a retry. */
  readonly body: string;
  /** When it leaves, or when it is tried again. */
  readonly sendAt: number;
  readonly closesAt: number;
  /** When the clock first said that it is too late for this report; absent before. See `sendDue`. */
  readonly lateSince?: number;
  /** Counted before each attempt: above 0, the server may have it. */
  readonly attempts: number;
  /** Kept for the receipt; no page shows it while the report waits. Null once a draft it came from is forgotten. */
  readonly trueAnswer: number | null;
  /** Ids of the drafts that `trueAnswer` came from. */
  readonly drafts: readonly string[];
  readonly epsilon: number;
  /** Probability that the vote holds the true answer. */
  readonly oddsTrue: number;
}

/** What became of a report: the device's own record of it. */
export interface Receipt extends Omit<WaitingReport, 'body' | 'attempts' | 'sendAt' | 'closesAt' | 'lateSince'> {
  /** Null when nothing was sent. */
  readonly body: string | null;
  readonly outcome: 'sent' | 'cancelled' | 'refused';
  readonly finishedAt: number;
  /** Why it was refused, or what is not certain about a cancelled report. */
  readonly reason: StoredReason | null;
}

export interface Settings {
  readonly paused: boolean;
  readonly capPerReport: number;
  readonly capWindow: number;
}

/** A joined study that this device left without its volunteer; shown until the volunteer has read it. */
export interface WithdrawnStudy {
  readonly study: StudyId;
  readonly title: string;
  readonly at: number;
  /** Which permission was lost; absent when the researchers withdrew the study. */
  readonly lost?: 'no-host' | 'no-data-collection';
}

/** How the last donations kept to their time box. */
export interface TimeBox {
  /** How many donations in a row, up to the last one, did not finish their work in it. */
  readonly ranOut: number;
}

/** In which cohort of a study this device is; it stays after leaving, so that joining again draws no other. */
export interface Membership {
  readonly study: StudyId;
  /** From 0. */
  readonly cohort: number;
}

/** Stored due times; the alarm is set anew from here whenever the background starts. */
export interface Schedule {
  /** When the rounds of all studies are looked at by themselves; null while no study is joined. */
  readonly nextCheckAt: number | null;
}

export interface Schema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { editedAt: number } };
  studies: { key: string; value: StudyRecord };
  batches: { key: string; value: { sha256: Sha256; bytes: Uint8Array<ArrayBuffer> } };
  rounds: { key: [string, string]; value: RoundRecord; indexes: { study: string } };
  charges: { key: number; value: Charge };
  answeredRounds: { key: [string, string]; value: { study: StudyId; round: RoundId } };
  outbox: { key: [string, string]; value: WaitingReport; indexes: { sendAt: number } };
  receipts: { key: [string, string]; value: Receipt };
  settings: { key: 'settings'; value: Settings };
  sites: { key: string; value: AllowedSite };
  wishedSite: { key: 'wishedSite'; value: WishedSite };
  captureEpoch: { key: 'captureEpoch' | 'takenBack'; value: number };
  cohorts: { key: string; value: Membership };
  withdrawnStudies: { key: string; value: WithdrawnStudy };
  schedule: { key: 'schedule'; value: Schedule };
  timeBox: { key: 'timeBox'; value: TimeBox };
  donationProgress: { key: 'donationProgress'; value: DonationProgress };
}
export type Database = IDBPDatabase<Schema>;

/**
 * Version 2 added `captureEpoch`, version 3 `cohorts` and `withdrawnStudies`, version 4 `timeBox`, version 5
 * `donationProgress`.
 */
const version = 5;

/**
 * Opens the one database of the extension. What must change together is in one database, so that one transaction
 * covers it. A database of an earlier version keeps what it holds. Whatever is changed through it is announced.
 *
 * @param ended called when the connection cannot be used any more: the browser ended it, or a newer version waits for
 * it
 */
export async function openDatabase(ended: () => void = () => {}): Promise<Database> {
  const database = await openDB<Schema>('data-donor', version, {
    upgrade(database, from) {
      if (from < 1) createFirstStores(database);
      if (from < 2) database.createObjectStore('captureEpoch');
      if (from < 3) {
        database.createObjectStore('cohorts', { keyPath: 'study' });
        database.createObjectStore('withdrawnStudies', { keyPath: 'study' });
      }
      if (from < 4) database.createObjectStore('timeBox');
      if (from < 5) database.createObjectStore('donationProgress');
    },
    terminated: ended,
    blocking: (_current, _blocked, { target }) => {
      (target as IDBDatabase).close();
      ended();
    },
  });
  announceCommits(unwrap(database));
  return database;
}

/**
 * One connection for many callers. An opening that failed is forgotten, and so is a connection that has ended: the
 * next caller opens another.
 */
export function sharedDatabase(open: typeof openDatabase = openDatabase): () => Promise<Database> {
  let opened: Promise<Database> | undefined;
  return () => {
    const forget = () => {
      if (opened === opening) opened = undefined;
    };
    const opening = opened ?? open(forget);
    if (opened !== opening) {
      opened = opening;
      opening.catch(forget);
    }
    return opening;
  };
}

function createFirstStores(database: Database): void {
  database.createObjectStore('drafts', { keyPath: 'id' }).createIndex('editedAt', 'editedAt');
  database.createObjectStore('studies', { keyPath: 'id' });
  database.createObjectStore('batches', { keyPath: 'sha256' });
  database.createObjectStore('rounds', { keyPath: ['study', 'round'] }).createIndex('study', 'study');
  database.createObjectStore('charges', { keyPath: 'sequence' });
  database.createObjectStore('answeredRounds', { keyPath: ['study', 'round'] });
  database.createObjectStore('outbox', { keyPath: ['study', 'round'] }).createIndex('sendAt', 'sendAt');
  database.createObjectStore('receipts', { keyPath: ['study', 'round'] });
  database.createObjectStore('settings');
  database.createObjectStore('sites', { keyPath: 'origin' });
  database.createObjectStore('wishedSite');
  database.createObjectStore('schedule');
}
