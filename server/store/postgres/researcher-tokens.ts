import type { StoredToken } from '../access-store.ts';
import type { Connections } from './connections.ts';

/** As in sqlite/stored-tokens.ts. */
export const tokensTable = `
  CREATE TABLE access_tokens (
    name text PRIMARY KEY,
    study text,
    scope text NOT NULL,
    hash bytea NOT NULL UNIQUE,
    expires_at_ms bigint NOT NULL
  );
`;

/** Researchers' tokens in PostgreSQL. */
export function createResearcherTokens(connections: Connections) {
  return {
    async addToken({ name, study, scope, hash, expiresAt }: StoredToken): Promise<boolean> {
      const { rowCount } = await connections.query(
        `INSERT INTO access_tokens (name, study, scope, hash, expires_at_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO NOTHING`,
        [name, study, scope, Buffer.from(hash), expiresAt],
      );
      return rowCount === 1;
    },
    async tokens(): Promise<StoredToken[]> {
      const { rows } = await connections.query('SELECT name, study, scope, hash, expires_at_ms FROM access_tokens');
      return rows
        .map(({ name, study, scope, hash, expires_at_ms }) => ({
          ...{ name, study, scope, hash },
          expiresAt: Number(expires_at_ms),
        }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async deleteToken(name: string): Promise<boolean> {
      const { rowCount } = await connections.query('DELETE FROM access_tokens WHERE name = $1', [name]);
      return rowCount === 1;
    },
    /** Deletes all of them, also in a database that an earlier program has written; resolves to how many there were. */
    async deleteTokens(): Promise<number> {
      const { rows } = await connections.query(
        "SELECT 1 FROM information_schema.tables WHERE table_name = 'access_tokens' AND table_schema = current_schema()",
      );
      if (rows.length === 0) return 0;
      return (await connections.query('DELETE FROM access_tokens')).rowCount ?? 0;
    },
  };
}
