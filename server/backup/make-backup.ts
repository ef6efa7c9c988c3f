import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { keyFiles } from '../store/key-files.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import { readDatabase } from '../store/sqlite/reading.ts';
import { createStoredPublications } from '../store/sqlite/stored-publications.ts';
import { verifyDatabase } from '../store/sqlite/verify.ts';
import { type ArchiveEntry, writeArchive } from './archive.ts';

export interface MadeBackup {
  readonly studies: readonly StoredStudy[];
  /** Names of studies whose key is not there. */
  readonly withoutKey: readonly string[];
}

/**
 * Writes database, keys and secrets of a data directory into one encrypted file, also while a server runs on it. The
 * database is the snapshot of one moment.
 *
 * @throws {Error} when the database is damaged, or something cannot be read or written
 */
export async function makeBackup(data: string, file: string, passphrase: string, now: number): Promise<MadeBackup> {
  // In the data directory: the snapshot is not encrypted.
  const folder = await mkdtemp(join(data, 'backup-'));
  try {
    const snapshot = join(folder, 'donor.sqlite');
    await readDatabase(join(data, 'donor.sqlite'), async (database) => {
      // A transaction holds the moment; without it every commit of the server would begin the copy anew.
      database.exec('BEGIN');
      database.prepare('SELECT count(*) FROM sqlite_master').get();
      await database.backup(snapshot, { progress: () => mostPages });
    });
    const copy = new Database(snapshot);
    let studies: readonly StoredStudy[];
    try {
      copy.pragma('journal_mode = DELETE');
      const damage = await verifyDatabase(copy);
      if (damage.length > 0) throw new Error(`the database is damaged, so there is no backup:\n${damage.join('\n')}`);
      studies = createStoredPublications(copy).publications().studies;
    } finally {
      copy.close();
    }
    const entries: ArchiveEntry[] = [{ name: 'donor.sqlite', content: snapshot }];
    for (const name of ['retry-secret', 'admin-token']) {
      entries.push({ name, content: await readFile(join(data, name)) });
    }
    // Keys come after the snapshot, and only those of its studies: a key without its study would stop a start.
    const withoutKey: string[] = [];
    for (const { signed } of studies) {
      const { name } = signed.document;
      const key = await keyFiles(join(data, 'keys')).read(name);
      if (key !== undefined) entries.push({ name: `keys/${name}.pem`, content: Buffer.from(key) });
      else withoutKey.push(name);
    }
    await writeArchive(file, { madeAt: new Date(now).toISOString(), entries }, passphrase);
    return { studies, withoutKey };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Pages that are copied in one step: all of them. */
const mostPages = 2 ** 31 - 1;
