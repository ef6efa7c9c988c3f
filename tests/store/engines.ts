import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Postgres } from '../../harness/postgres.ts';
import { startPostgres } from '../../harness/postgres.ts';
import type { AccessStore } from '../../server/store/access-store.ts';
import { type Connections, openConnections } from '../../server/store/postgres/connections.ts';
import { createPostgresStore } from '../../server/store/postgres/postgres-store.ts';
import { prepareSchema } from '../../server/store/postgres/schema.ts';
import type { PreviewStore } from '../../server/store/preview-store.ts';
import type { PublicationStore } from '../../server/store/publication-store.ts';
import type { ReportStore } from '../../server/store/report-store.ts';
import { openSqliteStore, startThread } from '../../server/store/sqlite/sqlite-store.ts';
import { operateHere } from './operate-here.ts';

/** Opens the store on a database, which it makes when it is new; several at once where an engine can. */
export type OpenStore = (
  secret: Uint8Array,
  now: () => number,
) => Promise<ReportStore & PublicationStore & AccessStore & PreviewStore>;

/** An empty database, and what a thief of it sees. */
export interface StoredData {
  readonly open: OpenStore;
  /** The votes of each segment, as the database gives them. */
  segments(): Promise<Buffer[]>;
  /** What recognises retries. */
  nonceKeys(): Promise<Buffer[]>;
  /** The columns of each table. */
  columns(table: string): Promise<string[]>;
  /** Makes it what the program before the tokens of researchers has left. */
  setVersionBeforeTokens(): Promise<void>;
  /** Makes it what the program before previews has left. */
  setVersionBeforePreviews(): Promise<void>;
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
      async setVersionBeforePreviews() {
        const database = new Database(file);
        database.exec('DROP TABLE preview_vectors; DROP TABLE previews; PRAGMA user_version = 4');
        database.close();
      },
      async setVersionBeforeTokens() {
        const database = new Database(file);
        database.exec(
          'DROP TABLE preview_vectors; DROP TABLE previews; DROP TABLE access_tokens; PRAGMA user_version = 3',
        );
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
        async setVersionBeforePreviews() {
          await pluck('DROP TABLE preview_vectors');
          await pluck('DROP TABLE previews');
          await pluck("UPDATE server_state SET value = '2' WHERE name = 'schema'");
        },
        async setVersionBeforeTokens() {
          await pluck('DROP TABLE preview_vectors');
          await pluck('DROP TABLE previews');
          await pluck('DROP TABLE access_tokens');
          await pluck("UPDATE server_state SET value = '1' WHERE name = 'schema'");
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
