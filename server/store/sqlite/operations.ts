import Database from 'better-sqlite3';
import type { RoundId, StudyId } from '../../../core/ids.ts';
import { secureRandom } from '../../secure-random.ts';
import type { StoredToken } from '../access-store.ts';
import type { SeenPool, Step, StoredPool, StoredRun, StoredStep } from '../automatic-store.ts';
import type { SeenPreview, StoredPreview, StoredVectors } from '../preview-store.ts';
import type { Publication } from '../publication-store.ts';
import type { Counters, Release, SubmissionOutcome } from '../report-store.ts';
import { openDatabase } from './database.ts';
import { createReportWriter } from './report-writer.ts';
import { createStoredPreviews } from './stored-previews.ts';
import { createStoredPublications } from './stored-publications.ts';
import { createStoredRuns } from './stored-runs.ts';
import { createStoredTokens } from './stored-tokens.ts';
import { createStoredVotes } from './stored-votes.ts';
import { type PackedSubmissions, unpackSubmissions } from './submission-codec.ts';

export interface SqliteOptions {
  readonly file: string;
  readonly secret: Uint8Array;
  /** Largest size of the database in pages of 4096 bytes; for tests of a full disk. */
  readonly mostPages?: number;
}

/** All that the worker thread does for the main thread. It does one call at a time, in the order of the calls. */
export function openOperations({ file, secret, mostPages }: SqliteOptions) {
  const database = openDatabase(file);
  if (mostPages !== undefined) database.pragma(`max_page_count = ${mostPages}`);
  const random = secureRandom();
  const writer = createReportWriter({ database, secret, random, onFailure: reportFailure });
  const votes = createStoredVotes(database, random);
  const publications = createStoredPublications(database);
  const tokens = createStoredTokens(database);
  const previews = createStoredPreviews(database, publications.publish);
  const runs = createStoredRuns(database, publications.publish);
  return {
    commit: (packed: PackedSubmissions, now: number): SubmissionOutcome[] =>
      writer.commit(unpackSubmissions(packed), now),
    counters: (round: RoundId): Counters => votes.counters(round),
    recount: (round: RoundId): Counters | undefined => votes.recount(round),
    releases: (round: RoundId): Release[] => votes.releases(round),
    release: (round: RoundId): number => votes.release(round),
    closeRound: (round: RoundId): void => votes.closeRound(round),
    deleteVotes: (round: RoundId): void => votes.deleteVotes(round),
    publish: (publication: Publication): void => publications.publish(publication),
    publications: () => publications.publications(),
    endStudy: (study: StudyId, how: { now: number; withdrawn: boolean }): void => publications.endStudy(study, how),
    addToken: (token: StoredToken): boolean => tokens.addToken(token),
    tokens: (): StoredToken[] => tokens.tokens(),
    deleteToken: (name: string): boolean => tokens.deleteToken(name),
    putPreview: (preview: StoredPreview): string => previews.putPreview(preview),
    previews: (): StoredPreview[] => previews.previews(),
    previewNamed: (name: string): StoredPreview | undefined => previews.previewNamed(name),
    previewAt: (address: string): StoredPreview | undefined => previews.previewAt(address),
    discardPreview: (name: string): boolean => previews.discardPreview(name),
    addVectors: (preview: SeenPreview, vectors: StoredVectors): void => previews.addVectors(preview, vectors),
    vectors: (preview: SeenPreview): StoredVectors[] => previews.vectors(preview),
    openPreview: (preview: SeenPreview, publication: Publication): boolean =>
      previews.openPreview(preview, publication),
    putPool: (pool: StoredPool): void => runs.putPool(pool),
    poolNamed: (name: string): StoredPool | undefined => runs.poolNamed(name),
    pools: (): string[] => runs.pools(),
    discardPool: (name: string): boolean => runs.discardPool(name),
    addPoolVectors: (pool: SeenPool, vectors: StoredVectors): void => runs.addPoolVectors(pool, vectors),
    poolVectors: (pool: SeenPool): StoredVectors[] => runs.poolVectors(pool),
    runs: (): StoredRun[] => runs.runs(),
    runNamed: (name: string): StoredRun | undefined => runs.runNamed(name),
    steps: (name: string): StoredStep[] => runs.steps(name),
    takeStep: (step: Step): boolean => runs.takeStep(step),
    close: (): void => {
      database.close();
    },
  };
}

/** What went wrong, with SQLite's code where there is one; no statement here holds what was in a report. */
export function reasonOf(error: unknown): string {
  if (error instanceof Database.SqliteError) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : 'unknown';
}
export type Operations = ReturnType<typeof openOperations>;

let lastFailure = '';
/** One line for the operator whenever the reason changes: a full disk fails every commit. */
function reportFailure(code: string): void {
  if (code !== lastFailure) console.error(`Reports cannot be stored: ${code}. Nothing of them is acknowledged.`);
  lastFailure = code;
}
