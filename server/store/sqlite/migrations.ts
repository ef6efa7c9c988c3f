import { type SignedRound, signedRoundSchema } from '../../../core/protocol/manifest.ts';
import type { Connection } from './database.ts';
import { previewTables } from './stored-previews.ts';
import { createStoredReleases, releasesTable } from './stored-releases.ts';
import { automaticTables } from './stored-runs.ts';
import { tokensTable } from './stored-tokens.ts';

/** Estimates are made from stored releases alone: a round that was closed before there were any gets its one. */
function releaseClosedRounds(database: Connection): void {
  const releases = createStoredReleases(database);
  const closed = database.prepare<[], { number: number; signed: string }>(
    'SELECT number, signed FROM rounds WHERE closed = 1',
  );
  for (const { number, signed } of closed.all()) {
    const { document }: SignedRound = signedRoundSchema.parse(JSON.parse(signed));
    releases.releaseIfDue(number, document, true);
  }
}

/** What brings a database from each version to the next one, in one transaction; the first stands for version 1. */
export const migrations: readonly ((database: Connection) => void)[] = [
  (database) => database.exec('ALTER TABLE studies ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0'),
  (database) => {
    database.exec(`
      ALTER TABLE studies ADD COLUMN ended_at_ms INTEGER;
      ALTER TABLE rounds ADD COLUMN votes_deleted INTEGER NOT NULL DEFAULT 0;
      ${releasesTable}
    `);
    releaseClosedRounds(database);
  },
  (database) => database.exec(tokensTable),
  (database) => database.exec(previewTables),
  (database) => database.exec(automaticTables),
];
