import { countAnswered } from '../../ledger/ledger-store.ts';
import { listSites } from '../../sites/site-store.ts';
import type { AllowedSite, Database, StudyRecord } from '../../storage/database.ts';
import { joinedStudies } from '../../studies/study-store.ts';

/**
 * How long everybody is advised to write before answering. It goes by the clock alone: advice that looked at drafts
 * would have people answer, or not, depending on them (P4).
 */
export const writingMs = 3 * 24 * 60 * 60 * 1000;

/** What a new volunteer has done so far. */
export interface FirstSteps {
  readonly joined: boolean;
  readonly allowed: boolean;
  /** Some days have passed since a site was allowed, whether anything was written on it or not. */
  readonly wrote: boolean;
  readonly answered: boolean;
}

/** @param answered how many questions this device has answered */
export const firstSteps = (
  studies: readonly StudyRecord[],
  sites: readonly Pick<AllowedSite, 'allowedAt'>[],
  answered: number,
  now: number,
): FirstSteps => ({
  joined: studies.length > 0,
  allowed: sites.length > 0,
  wrote: sites.some(({ allowedAt }) => now - allowedAt >= writingMs),
  answered: answered > 0,
});

export const areAllDone = (steps: FirstSteps): boolean => Object.values(steps).every(Boolean);

export const readFirstSteps = async (database: Database): Promise<FirstSteps> =>
  firstSteps(await joinedStudies(database), await listSites(database), await countAnswered(database), Date.now());

/** Whether a study was joined so lately that its volunteer is advised to write first. */
export const isLatelyJoined = ({ joinedAt }: Pick<StudyRecord, 'joinedAt'>, now: number): boolean =>
  joinedAt !== null && now - joinedAt < writingMs;
