import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Connection, openDatabase } from '../../../../../server/store/sqlite/database.ts';

/** A new database in a directory of its own, until the test is over. */
export function openFresh(): Connection {
  const directory = mkdtempSync(join(tmpdir(), 'donor-database-'));
  const database = openDatabase(join(directory, 'donor.sqlite'));
  onTestFinished(() => {
    database.close();
    rmSync(directory, { recursive: true });
  });
  return database;
}
