import type { AutomaticStore, SeenPool, StoredPool } from '../automatic-store.ts';
import type { Publication } from '../publication-store.ts';
import { type Connection, type Connections, inTransaction, retried } from './connections.ts';
import { tellOthers } from './version.ts';

/** As in sqlite/stored-runs.ts. */
export const automaticTables = `
  CREATE TABLE pools (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    content text NOT NULL,
    made_at_ms bigint NOT NULL
  );
  CREATE TABLE pool_vectors (
    name text NOT NULL REFERENCES pools ON DELETE CASCADE,
    first integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (name, first)
  );
  CREATE TABLE automatic_runs (
    name text PRIMARY KEY,
    steps integer NOT NULL,
    state text NOT NULL
  );
  CREATE TABLE automatic_steps (
    name text NOT NULL REFERENCES automatic_runs,
    number integer NOT NULL,
    at_ms bigint NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (name, number)
  );
`;

/** Pools and the runs that choose from them, in PostgreSQL. */
export function createRuns(
  connections: Connections,
  addPublication: (connection: Connection, publication: Publication) => Promise<void>,
): AutomaticStore {
  const byName = <Row extends { readonly name: string }>(rows: Row[]): Row[] =>
    // As SQLite sorts, whatever the collation of the database.
    rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));

  return {
    putPool: ({ name, sha256, content, madeAt }) =>
      retried(() =>
        inTransaction(connections, async (connection) => {
          const { rows } = await connection.query(
            `INSERT INTO pools (name, sha256, content, made_at_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING sha256`,
            [name, sha256, content, madeAt],
          );
          // The row is locked by now, whoever made it.
          if (rows[0]?.sha256 !== sha256) await connection.query('DELETE FROM pool_vectors WHERE name = $1', [name]);
          await connection.query('UPDATE pools SET sha256 = $2, content = $3, made_at_ms = $4 WHERE name = $1', [
            ...[name, sha256, content, madeAt],
          ]);
        }),
      ),
    async poolNamed(wanted) {
      const { rows } = await connections.query('SELECT * FROM pools WHERE name = $1', [wanted]);
      return rows.map(
        ({ name, sha256, content, made_at_ms }): StoredPool => ({ name, sha256, content, madeAt: Number(made_at_ms) }),
      )[0];
    },
    async pools() {
      const { rows } = await connections.query('SELECT name FROM pools');
      return byName(rows).map(({ name }) => name);
    },
    async discardPool(name) {
      const { rowCount } = await connections.query('DELETE FROM pools WHERE name = $1', [name]);
      return rowCount === 1;
    },
    async addPoolVectors({ name, sha256 }: SeenPool, { first, bytes }) {
      await connections.query(
        `INSERT INTO pool_vectors (name, first, bytes)
         SELECT name, $3, $4 FROM pools WHERE name = $1 AND sha256 = $2 FOR UPDATE ON CONFLICT DO NOTHING`,
        [name, sha256, first, Buffer.from(bytes)],
      );
    },
    async poolVectors({ name, sha256 }) {
      const { rows } = await connections.query(
        'SELECT first, bytes FROM pool_vectors JOIN pools USING (name) WHERE name = $1 AND sha256 = $2 ORDER BY first',
        [name, sha256],
      );
      return rows.map(({ first, bytes }) => ({ first, bytes: Uint8Array.from(bytes as Buffer) }));
    },
    async runs() {
      return byName((await connections.query('SELECT name, steps, state FROM automatic_runs')).rows);
    },
    async runNamed(name) {
      const { rows } = await connections.query('SELECT name, steps, state FROM automatic_runs WHERE name = $1', [name]);
      return rows[0];
    },
    async steps(name) {
      const { rows } = await connections.query(
        'SELECT number, at_ms, content FROM automatic_steps WHERE name = $1 ORDER BY number',
        [name],
      );
      return rows.map(({ number, at_ms, content }) => ({ number, at: Number(at_ms), content }));
    },
    takeStep: ({ name, after, state, at, content, publication, discardsPool }) =>
      retried(() =>
        inTransaction(connections, async (connection) => {
          const taken =
            after === 0
              ? await connection.query(
                  'INSERT INTO automatic_runs (name, steps, state) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING',
                  [name, state],
                )
              : await connection.query(
                  'UPDATE automatic_runs SET steps = steps + 1, state = $3 WHERE name = $1 AND steps = $2',
                  [name, after, state],
                );
          if (taken.rowCount === 0) return false;
          await connection.query('INSERT INTO automatic_steps (name, number, at_ms, content) VALUES ($1, $2, $3, $4)', [
            ...[name, after + 1, at, content],
          ]);
          if (publication) {
            await addPublication(connection, publication);
            await tellOthers(connection);
          }
          if (discardsPool) await connection.query('DELETE FROM pools WHERE name = $1', [name]);
          return true;
        }),
      ),
  };
}
