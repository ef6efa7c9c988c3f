import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Postgres } from '../../harness/postgres.ts';
import { startPostgres } from '../../harness/postgres.ts';
import { type Connections, openConnections } from '../../server/store/postgres/connections.ts';
import { createPostgresStore } from '../../server/store/postgres/postgres-store.ts';
import { prepareSchema } from '../../server/store/postgres/schema.ts';
import { openSqliteStore, startThread } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { operateHere } from './operate-here.ts';

/** Opens the store on a database, which it makes when it is new; several at once where an engine can. */
export type OpenStore = (secret: Uint8Array, now: () => number) => Promise<Store>;

/** What later versions of the tables have added, newest first, and the versions of both engines before it. */
const added = [
  { what: 'runs', tables: ['automatic_steps', 'automatic_runs', 'pool_vectors', 'pools'], sqlite: 5, postgres: 3 },
  { what: 'previews', tables: ['preview_vectors', 'previews'], sqlite: 4, postgres: 2 },
  { what: 'tokens', tables: ['access_tokens'], sqlite: 3, postgres: 1 },
] as const;
type Added = (typeof added)[number]['what'];

/** The tables that the program before `what` did not have, and the versions that it left. */
function before(what: Added) {
  const last = added.findIndex((each) => each.what === what);
  const { sqlite, postgres } = added[last] as (typeof added)[number];
  return { tables: added.slice(0, last + 1).flatMap(({ tables }) => [...tables]), sqlite, postgres };
}

/** An empty database, and what a thief of it sees. */
export interface StoredData {
  readonly open: OpenStore;
  /** The votes of each segment, as the database gives them. */
  segments(): Promise<Buffer[]>;
  /** What recognises retries. */
  nonceKeys(): Promise<Buffer[]>;
  /** The columns of each table. */
  columns(table: string): Promise<string[]>;
  /** Makes it what the program before the tokens of researchers, previews or runs has left. */
  setVersionBefore(what: Added): Promise<void>;
  /** Says that a later program has been here. */
  setLaterVersion(): Promise<void>;
  delete(): Promise<void>;
}

/** One database engine. */
export interface Engine {
  readonly name: string;
  /** Whether rows lie in the order of their keys, and not of their commits. */
  readonly liesByKey: boolean;
  start(): Promise<void>;
  newDatabase(): Promise<StoredData>;
  stop(): Promise<void>;
}

const sqlite = (name: string, connect: Parameters<typeof openSqliteStore>[1]): Engine => ({
  name,
  liesByKey: true,
  start: async () => {},
  stop: async () => {},
  async newDatabase() {
    const directory = mkdtempSync(join(tmpdir(), 'donor-store-'));
    const file = join(directory, 'donor.sqlite');
    const pluck = async <Value>(sql: string): Promise<Value[]> => {
      const database = new Database(file, { readonly: true });
      const values = database.prepare(sql).pluck().all() as Value[];
      database.close();
      return values;
    };
    return {
      open: (secret, now) => openSqliteStore({ file, secret, now }, connect),
      segments: () => pluck('SELECT votes FROM segments'),
      nonceKeys: () => pluck('SELECT key FROM nonces'),
      columns: (table) => pluck(`SELECT name FROM pragma_table_info('${table}')`),
      async setVersionBefore(what) {
        const database = new Database(file);
        const { tables, sqlite: version } = before(what);
        for (const table of tables) database.exec(`DROP TABLE ${table}`);
        database.pragma(`user_version = ${version}`);
        database.close();
      },
      async setLaterVersion() {
        const database = new Database(file);
        database.pragma('user_version = 99');
        database.close();
      },
      delete: async () => rmSync(directory, { recursive: true }),
    };
  },
});

function postgres(): Engine {
  let cluster: Postgres;
  return {
    name: 'PostgreSQL',
    liesByKey: false,
    async start() {
      // What a loss of power does is tested by tortured-server.slow.test.ts.
      cluster = await startPostgres({ settings: { fsync: 'off' } });
    },
    stop: () => cluster.close(),
    async newDatabase() {
      const url = await cluster.createDatabase();
      const opened: Connections[] = [];
      const pluck = async (sql: string) => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query({ text: sql, rowMode: 'array' });
        await client.end();
        return rows.map(([value]) => value);
      };
      return {
        async open(secret, now) {
          const connections = openConnections(url);
          opened.push(connections);
          await prepareSchema(connections);
          return createPostgresStore({ connections, secret, now });
        },
        segments: () => pluck('SELECT votes FROM segments'),
        nonceKeys: () => pluck('SELECT key FROM nonces'),
        columns: (table) => pluck(`SELECT column_name FROM information_schema.columns WHERE table_name = '${table}'`),
        async setVersionBefore(what) {
          const { tables, postgres: version } = before(what);
          for (const table of tables) await pluck(`DROP TABLE ${table}`);
          await pluck("DELETE FROM server_state WHERE name = 'automatic'");
          await pluck(`UPDATE server_state SET value = '${version}' WHERE name = 'schema'`);
        },
        async setLaterVersion() {
          await pluck("UPDATE server_state SET value = '99' WHERE name = 'schema'");
        },
        async delete() {
          await Promise.all(opened.map((connections) => connections.end()));
        },
      };
    },
  };
}

/** A test sees into what runs in its own thread alone, and so does mutation testing (scripts/mutation-scopes.mjs). */
const sqliteHere = sqlite('SQLite in the thread of the test', operateHere);
export const engines: readonly Engine[] = process.env.DONOR_MUTATE
  ? [sqliteHere]
  : [sqlite('SQLite in a worker thread', startThread), sqliteHere, postgres()];
