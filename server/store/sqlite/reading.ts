import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { whileUnused } from '../../data-directory/directory-lock.ts';
import { type Connection, checkVersion } from './database.ts';

/**
 * Reads a database that a server may be using, and changes nothing. SQLite makes two files beside a database that
 * nobody uses, also for a reader; they are taken away again.
 *
 * @throws {Error} when it is no database of this program
 */
export async function readDatabase<Value>(
  file: string,
  read: (database: Connection) => Value | Promise<Value>,
): Promise<Value> {
  const beside = [`${file}-wal`, `${file}-shm`];
  const made = beside.every((path) => !existsSync(path));
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    database.pragma('busy_timeout = 5000');
    checkVersion(database);
    return await read(database);
  } catch (error) {
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_READONLY'))) throw error;
    throw new Error(
      `SQLite has to make two files beside a database to read it, and ${dirname(file)} is read-only for this user. ` +
        'Copy the directory to where it can be written, and look at the copy',
    );
  } finally {
    database.close();
    if (made) whileUnused(dirname(file), () => removeEmpty(beside));
  }
}

function removeEmpty([log = '', index = '']: readonly string[]): void {
  if (existsSync(log) && statSync(log).size > 0) return;
  for (const path of [log, index]) rmSync(path, { force: true });
}
