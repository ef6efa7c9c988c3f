import { mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockDirectory } from '../data-directory/directory-lock.ts';
import { renameDurably } from '../data-directory/durable-file.ts';
import { secureRandom } from '../secure-random.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { openDatabase } from '../store/sqlite/database.ts';
import { createStoredPublications } from '../store/sqlite/stored-publications.ts';
import { createStoredRuns } from '../store/sqlite/stored-runs.ts';
import { createStoredTokens } from '../store/sqlite/stored-tokens.ts';
import { createStoredVotes } from '../store/sqlite/stored-votes.ts';
import { verifyDatabase } from '../store/sqlite/verify.ts';
import { readArchive } from './archive.ts';
import { headProblems } from './log-heads.ts';
import { RestoreRefused } from './restore-refused.ts';

export interface RestoreOptions {
  readonly file: string;
  /** Does not exist, or is empty. */
  readonly data: string;
  readonly passphrase: string;
  /** The log head that each study had last, by its name; "unknown" when nobody can say it. */
  readonly logHeads: ReadonlyMap<string, string>;
  readonly acceptOlder: boolean;
}

export interface Restored {
  readonly madeAt: string;
  readonly studies: readonly StoredStudy[];
  /** Rounds that are now closed without a release. */
  readonly withheld: readonly StoredRound[];
  /** Researchers' tokens that the backup had. */
  readonly deletedTokens: number;
}

/** What a lock leaves in a directory counts for nothing. */
const ofTheLock = new Set(['lock', 'lock-holder.json']);

/**
 * Unpacks a backup into an empty data directory, as a whole or not at all. A round that was open at the time of the
 * backup is closed without a release: the reports that came later are lost, and a device that sent one never sends
 * another. The tokens of researchers are deleted: one that was revoked since then would be valid again. Pools are
 * deleted, so that no study goes on by itself.
 *
 * @throws {RestoreRefused | ArchiveError}
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, data, passphrase, logHeads, acceptOlder } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(data, 'donor restore');
  try {
    if (readdirSync(data).some((name) => !ofTheLock.has(name))) {
      throw new RestoreRefused(`expected an empty directory: ${data} has files in it`);
    }
    const folder = await mkdtemp(join(data, 'restore-'));
    try {
      const { madeAt } = await readArchive(file, folder, passphrase);
      const restored = await closeOpenRounds(join(folder, 'donor.sqlite'), Date.parse(madeAt), (studies) => {
        const problems = headProblems(studies, logHeads, acceptOlder);
        if (problems.length > 0) throw new RestoreRefused(problems.join('\n'));
      });
      // The database comes last: without it no server starts beside these keys.
      const names = (await readdir(folder)).filter((name) => name !== 'donor.sqlite');
      for (const name of [...names, 'donor.sqlite']) renameDurably(join(folder, name), join(data, name));
      return { madeAt, ...restored };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
}

async function closeOpenRounds(file: string, madeAt: number, check: (studies: readonly StoredStudy[]) => void) {
  const database = openDatabase(file);
  try {
    const damage = await verifyDatabase(database);
    if (damage.length > 0) throw new Error(`the database of the backup is damaged:\n${damage.join('\n')}`);
    const publications = createStoredPublications(database);
    const { studies } = publications.publications();
    check(studies);
    const votes = createStoredVotes(database, secureRandom());
    const withheld = studies
      .flatMap(({ rounds }) => rounds)
      .filter((round) => !round.closed && Date.parse(round.signed.document.closesAt) > madeAt);
    for (const { id } of withheld) votes.withholdRound(id);
    createStoredRuns(database, publications.publish).discardPools();
    const deletedTokens = createStoredTokens(database).deleteTokens();
    return { studies, withheld, deletedTokens };
  } finally {
    database.close();
  }
}
