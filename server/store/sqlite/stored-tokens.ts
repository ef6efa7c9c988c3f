import type { StoredToken } from '../access-store.ts';
import type { Connection } from './database.ts';

/** No time but the end of its life, and no column that its use could change. */
export const tokensTable = `
  CREATE TABLE access_tokens (
    name TEXT PRIMARY KEY,
    study TEXT,
    scope TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    expires_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Researchers' tokens in SQLite. */
export function createStoredTokens(database: Connection) {
  const add = database.prepare(
    'INSERT INTO access_tokens (name, study, scope, hash, expires_at_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING',
  );
  const all = database.prepare<[], StoredToken>(
    'SELECT name, study, scope, hash, expires_at_ms AS expiresAt FROM access_tokens ORDER BY name',
  );
  const remove = database.prepare('DELETE FROM access_tokens WHERE name = ?');
  const removeAll = database.prepare('DELETE FROM access_tokens');
  return {
    addToken: ({ name, study, scope, hash, expiresAt }: StoredToken): boolean =>
      add.run(name, study, scope, Buffer.from(hash), expiresAt).changes > 0,
    tokens: (): StoredToken[] => all.all(),
    deleteToken: (name: string): boolean => remove.run(name).changes > 0,
    /** Resolves to how many there were. */
    deleteTokens: (): number => removeAll.run().changes,
  };
}
