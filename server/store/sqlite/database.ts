import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrations } from './migrations.ts';
import { previewTables } from './stored-previews.ts';
import { releasesTable } from './stored-releases.ts';
import { automaticTables } from './stored-runs.ts';
import { tokensTable } from './stored-tokens.ts';

export type Connection = Database.Database;

/**
 * Version of the tables below. Version 2 added `studies.withdrawn`, and rounds that are withheld (`closed` is 2).
 * Version 3 added releases, studies that end before their time, and rounds whose votes are deleted. Version 4 added the
 * tokens of researchers, version 5 previews, version 6 pools and the runs that choose from them.
 */
const schemaVersion = 6;

/** A write-ahead log that grew while somebody read, such as a backup, is cut back to this. */
const longestLogBytes = 16 * 1024 * 1024;

/**
 * Random keys lead the tables that grow with reports, and `WITHOUT ROWID` keeps SQLite from numbering their rows:
 * neither tells the order of arrival (P10). No table has a time of arrival. Keys are BLOBs: 64-bit integers come back
 * rounded. `closed` is 0 for an open round, 1 for a closed one, 2 for one that was closed without a release.
 */
const tables = `
  CREATE TABLE studies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    signed TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    ended_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE batches (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rounds (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    study TEXT NOT NULL REFERENCES studies,
    sequence INTEGER NOT NULL,
    signed TEXT NOT NULL,
    domain_size INTEGER NOT NULL,
    subset_size INTEGER NOT NULL,
    opens_at_ms INTEGER NOT NULL,
    closes_at_ms INTEGER NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0,
    votes_deleted INTEGER NOT NULL DEFAULT 0,
    UNIQUE (study, sequence)
  ) STRICT;
  CREATE TABLE counters (
    round INTEGER PRIMARY KEY REFERENCES rounds,
    reports INTEGER NOT NULL,
    supports BLOB NOT NULL
  ) STRICT;
  CREATE TABLE segments (
    key BLOB PRIMARY KEY,
    round INTEGER NOT NULL REFERENCES rounds,
    votes BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE nonces (
    key BLOB PRIMARY KEY,
    round INTEGER NOT NULL REFERENCES rounds,
    tag BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  ${releasesTable}
  ${tokensTable}
  ${previewTables}
  ${automaticTables}
`;

/**
 * Opens the database, makes its tables when it is new, and brings one of an earlier version up to date; before that a
 * copy of it is put beside it. WAL with synchronous=FULL: a commit is on the disk when it returns (P12).
 * `secure_delete` overwrites what is deleted, so that a closed round's old segments cannot be read from free pages.
 *
 * @throws when the file is no such database, or one of a later version of this program
 */
export function openDatabase(file: string): Connection {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('secure_delete = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma(`journal_size_limit = ${longestLogBytes}`);
  const found = Number(database.pragma('user_version', { simple: true }));
  if (found > schemaVersion) {
    database.close();
    throw laterVersion(found);
  }
  if (found > 0 && found < schemaVersion) copyAside(database, `${file}.version-${found}`);
  database
    .transaction(() => {
      // Read again: another process may have made or changed the tables meanwhile.
      const version = Number(database.pragma('user_version', { simple: true }));
      if (version === schemaVersion) return;
      if (version === 0) database.exec(tables);
      else for (const migrate of migrations.slice(version - 1)) migrate(database);
      database.pragma(`user_version = ${schemaVersion}`);
    })
    .immediate();
  return database;
}

/** Puts a whole copy of the database at `file`, readable by its owner only; an earlier copy stays. */
function copyAside(database: Connection, file: string): void {
  if (existsSync(file)) return;
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  database.prepare('VACUUM INTO ?').run(unfinished);
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, file);
}

/**
 * Refuses a database that this program does not know; changes nothing.
 *
 * @throws {Error} when it is empty, or of another version
 */
export function checkVersion(database: Connection): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version === 0) {
    throw new Error(
      'there is no table of Data Donor in it: it was copied while a server ran, or never used; donor backup makes whole copies',
    );
  }
  if (version > schemaVersion) throw laterVersion(version);
  if (version < schemaVersion) {
    throw new Error(`the database has version ${version}; a start of this program brings it to ${schemaVersion}`);
  }
}

const laterVersion = (version: number): Error =>
  new Error(`the database has version ${version}, this program knows ${schemaVersion}: start the newer program`);
