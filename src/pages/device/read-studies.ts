import { cohortsOf } from '../../../core/protocol/manifest.ts';
import { isAnswered } from '../../ledger/ledger-store.ts';
import { type WaitingSummary, waitingReports } from '../../reports/report-store.ts';
import type { Database, RoundRecord, StudyRecord } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { nextCheckAt } from '../../studies/checks.ts';
import { cohortIn } from '../../studies/membership.ts';
import { joinedStudies, roundsOf } from '../../studies/study-store.ts';

/** Joined studies, and what holds for all of them. */
export interface StudiesView {
  readonly studies: readonly StudyView[];
  readonly paused: boolean;
  /** When the rounds are looked at next, in milliseconds since 1970; null while no study is joined. */
  readonly nextLookAt: number | null;
}

export interface StudyView {
  readonly study: StudyRecord;
  readonly rounds: readonly RoundView[];
  /** Its reports that were not sent so far. */
  readonly waiting: readonly WaitingSummary[];
}

export interface RoundView {
  readonly record: RoundRecord;
  readonly answered: boolean;
  /** Whether it asks the part of the volunteers that this device is in. */
  readonly asksMe: boolean;
}

/** Joined studies with the rounds this device has seen; newest study first, rounds in the order of the log. */
export async function readStudies(database: Database): Promise<StudiesView> {
  const studies = await joinedStudies(database);
  studies.sort((a, b) => (b.joinedAt ?? 0) - (a.joinedAt ?? 0));
  const waiting = await waitingReports(database);
  return {
    studies: await Promise.all(
      studies.map(async (study) => ({
        study,
        rounds: await readRounds(database, study),
        waiting: waiting.filter((report) => report.study === study.id),
      })),
    ),
    paused: (await readSettings(database)).paused,
    nextLookAt: await nextCheckAt(database),
  };
}

async function readRounds(database: Database, { id }: StudyRecord): Promise<RoundView[]> {
  const cohort = await cohortIn(database, id);
  return Promise.all(
    (await roundsOf(database, id)).map(async (record) => ({
      record,
      answered: await isAnswered(database, record),
      asksMe: cohortsOf(record.signed.document).includes(cohort),
    })),
  );
}
