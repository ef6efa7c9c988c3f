import { type Connection, type Connections, inTransaction, retried } from './connections.ts';
import { previewTables } from './previews.ts';
import { tokensTable } from './researcher-tokens.ts';
import { automaticTables } from './runs.ts';

/**
 * Version of the tables below. Version 2 added the tokens of researchers, version 3 previews, version 4 pools and runs.
 */
const schemaVersion = 4;

/** Each process counts in one row of a round, so that they seldom wait for each other. */
export const counterShards = 16;

/**
 * The tables of SQLite (sqlite/database.ts) in plain SQL: no sequence, no trigger, no type that only PostgreSQL has,
 * and a random key first in the tables that grow. Documents are text, because jsonb would reorder their keys.
 *
 * The row of `counters` that a report is counted in also says whether the round is closed. A report's transaction locks
 * that row, so "closed" is decided inside it. `closed` is 0 for an open round, 1 for a closed one, 2 for one without a
 * release.
 */
const tables = `
  CREATE TABLE studies (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    signed text NOT NULL,
    withdrawn integer NOT NULL DEFAULT 0,
    ended_at_ms bigint
  );
  CREATE TABLE batches (
    sha256 text PRIMARY KEY,
    media_type text NOT NULL,
    bytes bytea NOT NULL
  );
  CREATE TABLE rounds (
    number integer PRIMARY KEY,
    id text NOT NULL UNIQUE,
    study text NOT NULL REFERENCES studies,
    sequence integer NOT NULL,
    signed text NOT NULL,
    domain_size integer NOT NULL,
    subset_size integer NOT NULL,
    opens_at_ms bigint NOT NULL,
    closes_at_ms bigint NOT NULL,
    closed integer NOT NULL DEFAULT 0,
    votes_deleted integer NOT NULL DEFAULT 0,
    UNIQUE (study, sequence)
  );
  CREATE TABLE counters (
    round integer NOT NULL REFERENCES rounds,
    shard integer NOT NULL,
    reports integer NOT NULL,
    supports bytea NOT NULL,
    closed integer NOT NULL DEFAULT 0,
    PRIMARY KEY (round, shard)
  );
  CREATE TABLE releases (
    round integer NOT NULL REFERENCES rounds,
    number integer NOT NULL,
    reports integer NOT NULL,
    supports bytea NOT NULL,
    pairs bytea,
    PRIMARY KEY (round, number)
  );
  CREATE TABLE segments (
    key bytea PRIMARY KEY,
    round integer NOT NULL,
    votes bytea NOT NULL
  );
  CREATE TABLE nonces (
    key bytea PRIMARY KEY,
    round integer NOT NULL,
    tag bytea NOT NULL
  );
  CREATE TABLE signing_keys (
    name text PRIMARY KEY,
    sealed bytea NOT NULL,
    published integer NOT NULL
  );
  ${tokensTable}
  ${previewTables}
  ${automaticTables}
`;

/** What brings a database from each version to the next one; the first stands for version 1. */
const migrations: readonly string[] = [
  tokensTable,
  previewTables,
  `${automaticTables} INSERT INTO server_state VALUES ('automatic', '')`,
];

/** Names of the rows of `server_state`: text that all processes share. */
export type StateName = 'schema' | 'version' | 'publishing' | 'automatic' | 'secret-check' | 'last-day';

/**
 * Makes the tables in an empty database, or brings those of an earlier version up to date; several processes may start
 * at once.
 *
 * @throws when the database is one of a later version of this program, or cannot be written
 */
export async function prepareSchema(connections: Connections): Promise<void> {
  // Two processes that make the first table at once: PostgreSQL lets one of them fail.
  const makeState = () =>
    connections.query('CREATE TABLE IF NOT EXISTS server_state (name text PRIMARY KEY, value text NOT NULL)');
  if (!(await hasState(connections))) await makeState().catch(makeState);
  await retried(() =>
    inTransaction(connections, async (connection) => {
      await connection.query("INSERT INTO server_state VALUES ('schema', '0') ON CONFLICT (name) DO NOTHING");
      const version = Number(await lockState(connection, 'schema'));
      if (version > schemaVersion) throw laterVersion(version);
      if (version === schemaVersion) return;
      if (version === 0) {
        await connection.query(tables);
        await connection.query(
          "INSERT INTO server_state VALUES ('version', '0'), ('publishing', ''), ('automatic', '')",
        );
      }
      for (const migration of version === 0 ? [] : migrations.slice(version - 1)) await connection.query(migration);
      await connection.query("UPDATE server_state SET value = $1 WHERE name = 'schema'", [String(schemaVersion)]);
    }),
  );
}

/**
 * Refuses a database that this program does not know; changes nothing.
 *
 * @throws {Error}
 */
export async function checkSchema(connections: Connections): Promise<void> {
  if (!(await hasState(connections)))
    throw new Error('there is no table of Data Donor in it: no server has used it yet');
  const { rows } = await connections.query("SELECT value FROM server_state WHERE name = 'schema'");
  const version = Number(rows[0]?.value ?? 0);
  if (version > schemaVersion) throw laterVersion(version);
}

/** Reads a row of `server_state` and keeps every other process from it until the transaction ends. */
export async function lockState(connection: Connection, name: StateName): Promise<string | undefined> {
  const { rows } = await connection.query('SELECT value FROM server_state WHERE name = $1 FOR UPDATE', [name]);
  return rows[0]?.value;
}

async function hasState(connections: Connections): Promise<boolean> {
  const { rows } = await connections.query(
    "SELECT 1 FROM information_schema.tables WHERE table_name = 'server_state' AND table_schema = current_schema()",
  );
  return rows.length > 0;
}

const laterVersion = (version: number): Error =>
  new Error(`the database has version ${version}, this program knows ${schemaVersion}: start the newer program`);
