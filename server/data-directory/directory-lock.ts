import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { ConfigurationError } from '../configuration.ts';

/** The one process that may write in a data directory. */
export interface DirectoryLock {
  /** Writes down where the holder answers, for commands on the same machine. */
  announce(origin: string): void;
  release(): void;
}

/** Somebody else holds the data directory. */
export class DirectoryInUse extends ConfigurationError {}

const holderSchema = z.object({
  pid: z.int(),
  program: z.string(),
  since: z.string(),
  /** Where it answers, such as http://127.0.0.1:8787. */
  origin: z.string().optional(),
});
export type Holder = z.infer<typeof holderSchema>;

/** Whoever holds the lock lets go of it within this time, or holds it for life. */
const patienceMs = 1000;

const lockFile = (directory: string): string => join(directory, 'lock');
const holderFile = (directory: string): string => join(directory, 'lock-holder.json');

/**
 * Takes the directory until `release`, or until the process is gone. The lock is SQLite's exclusive lock on a database
 * of its own, which the operating system gives back by itself. The file that says who holds it decides nothing.
 *
 * @throws {DirectoryInUse} with who holds it, and since when
 */
export function lockDirectory(directory: string, program: string): DirectoryLock {
  const database = takeLock(directory);
  if (!database) throw new DirectoryInUse(`the data directory ${directory} is in use by ${describeHolder(directory)}`);
  const holder: Holder = { pid: process.pid, program, since: new Date().toISOString() };
  const writeDown = (more: Partial<Holder> = {}): void => {
    try {
      writeFileSync(holderFile(directory), JSON.stringify({ ...holder, ...more }), { mode: 0o600 });
    } catch {
      // A full disk must not hide behind the name of the holder.
    }
  };
  writeDown();
  return {
    announce: (origin) => writeDown({ origin }),
    release() {
      rmSync(holderFile(directory), { force: true });
      database.close();
    },
  };
}

/** Runs `work` while nobody else can take the directory; does nothing when somebody holds it, or this user may not. */
export function whileUnused(directory: string, work: () => void): void {
  if (!existsSync(lockFile(directory))) return;
  let database: Database.Database | undefined;
  try {
    database = takeLock(directory, 0);
  } catch {
    // A user who may only read.
  }
  if (!database) return;
  try {
    work();
  } finally {
    database.close();
  }
}

/** Whether a process holds the directory now; changes nothing. */
export function isHeld(directory: string): boolean {
  if (!existsSync(lockFile(directory))) return false;
  const database = new Database(lockFile(directory), { readonly: true, timeout: 0 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_master').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

/** Who holds the directory, in words. */
export function describeHolder(directory: string): string {
  const holder = readHolder(directory);
  return holder ? `process ${holder.pid} (${holder.program}, since ${holder.since})` : 'another process';
}

/** Who holds the directory, as it wrote itself down. */
export function readHolder(directory: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(holderFile(directory), 'utf8')));
  } catch {
    return undefined;
  }
}

function takeLock(directory: string, timeout = patienceMs): Database.Database | undefined {
  const file = lockFile(directory);
  // Only when it is not there: closing any other descriptor of the file would drop a lock that this process holds.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout });
  try {
    // Without a journal file the lock needs no byte of the disk.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
