import type { PreviewStore, SeenPreview, StoredPreview } from '../preview-store.ts';
import type { Publication } from '../publication-store.ts';
import { type Connection, type Connections, inTransaction, retried } from './connections.ts';
import { tellOthers } from './version.ts';

/** As in sqlite/stored-previews.ts. */
export const previewTables = `
  CREATE TABLE previews (
    name text PRIMARY KEY,
    address text NOT NULL UNIQUE,
    sha256 text NOT NULL,
    content text NOT NULL,
    published_rounds integer NOT NULL,
    made_at_ms bigint NOT NULL
  );
  CREATE TABLE preview_vectors (
    name text NOT NULL REFERENCES previews ON DELETE CASCADE,
    first integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (name, first)
  );
`;

/** Previews in PostgreSQL. */
export function createPreviews(
  connections: Connections,
  addPublication: (connection: Connection, publication: Publication) => Promise<void>,
): PreviewStore {
  const find = async (where: string, values: readonly string[]): Promise<StoredPreview[]> => {
    const { rows } = await connections.query(`SELECT * FROM previews ${where}`, [...values]);
    return rows.map(({ name, address, sha256, content, published_rounds, made_at_ms }) => ({
      ...{ name, address, sha256, content },
      publishedRounds: published_rounds,
      madeAt: Number(made_at_ms),
    }));
  };

  return {
    putPreview: ({ name, address, sha256, content, publishedRounds, madeAt }) =>
      retried(() =>
        inTransaction(connections, async (connection) => {
          const { rows } = await connection.query(
            `INSERT INTO previews (name, address, sha256, content, published_rounds, made_at_ms)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO UPDATE SET name = excluded.name
             RETURNING address, sha256`,
            [name, address, sha256, content, publishedRounds, madeAt],
          );
          // The row is locked by now, whoever made it.
          if (rows[0]?.sha256 !== sha256) await connection.query('DELETE FROM preview_vectors WHERE name = $1', [name]);
          await connection.query(
            'UPDATE previews SET sha256 = $2, content = $3, published_rounds = $4, made_at_ms = $5 WHERE name = $1',
            [name, sha256, content, publishedRounds, madeAt],
          );
          return rows[0]?.address ?? address;
        }),
      ),
    previews: async () => (await find('', [])).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    previewNamed: async (name) => (await find('WHERE name = $1', [name]))[0],
    previewAt: async (address) => (await find('WHERE address = $1', [address]))[0],
    async discardPreview(name) {
      const { rowCount } = await connections.query('DELETE FROM previews WHERE name = $1', [name]);
      return rowCount === 1;
    },
    async addVectors({ name, sha256 }, { first, bytes }) {
      await connections.query(
        `INSERT INTO preview_vectors (name, first, bytes)
         SELECT name, $3, $4 FROM previews WHERE name = $1 AND sha256 = $2 FOR UPDATE ON CONFLICT DO NOTHING`,
        [name, sha256, first, Buffer.from(bytes)],
      );
    },
    async vectors({ name, sha256 }) {
      const { rows } = await connections.query(
        `SELECT first, bytes FROM preview_vectors JOIN previews USING (name)
         WHERE name = $1 AND sha256 = $2 ORDER BY first`,
        [name, sha256],
      );
      return rows.map(({ first, bytes }) => ({ first, bytes: Uint8Array.from(bytes as Buffer) }));
    },
    openPreview: ({ name, sha256 }: SeenPreview, publication) =>
      retried(() =>
        inTransaction(connections, async (connection) => {
          const taken = await connection.query('DELETE FROM previews WHERE name = $1 AND sha256 = $2', [name, sha256]);
          if (taken.rowCount === 0) return false;
          await addPublication(connection, publication);
          await tellOthers(connection);
          return true;
        }),
      ),
  };
}
