import type { SeenPreview, StoredPreview, StoredVectors } from '../preview-store.ts';
import type { Publication } from '../publication-store.ts';
import type { Connection } from './database.ts';

export const previewTables = `
  CREATE TABLE previews (
    name TEXT PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    published_rounds INTEGER NOT NULL,
    made_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE preview_vectors (
    name TEXT NOT NULL REFERENCES previews ON DELETE CASCADE,
    first INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (name, first)
  ) STRICT;
`;

const columns = 'name, address, sha256, content, published_rounds AS publishedRounds, made_at_ms AS madeAt';

/** Previews in SQLite. */
export function createStoredPreviews(database: Connection, publish: (publication: Publication) => void) {
  const removeVectors = database.prepare(
    'DELETE FROM preview_vectors WHERE name = ? AND (SELECT sha256 FROM previews WHERE name = preview_vectors.name) <> ?',
  );
  const write = database.prepare<unknown[], { address: string }>(
    `INSERT INTO previews (name, address, sha256, content, published_rounds, made_at_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, content = excluded.content,
       published_rounds = excluded.published_rounds, made_at_ms = excluded.made_at_ms
     RETURNING address`,
  );
  const all = database.prepare<[], StoredPreview>(`SELECT ${columns} FROM previews ORDER BY name`);
  const named = database.prepare<[string], StoredPreview>(`SELECT ${columns} FROM previews WHERE name = ?`);
  const at = database.prepare<[string], StoredPreview>(`SELECT ${columns} FROM previews WHERE address = ?`);
  const discard = database.prepare('DELETE FROM previews WHERE name = ?');
  const take = database.prepare('DELETE FROM previews WHERE name = ? AND sha256 = ?');
  const addVectors = database.prepare(
    `INSERT INTO preview_vectors (name, first, bytes) SELECT name, ?, ? FROM previews WHERE name = ? AND sha256 = ?
     ON CONFLICT DO NOTHING`,
  );
  const vectors = database.prepare<[string, string], { first: number; bytes: Buffer }>(
    'SELECT first, bytes FROM preview_vectors JOIN previews USING (name) WHERE name = ? AND sha256 = ? ORDER BY first',
  );

  const put = database.transaction((preview: StoredPreview): string => {
    const { name, address, sha256, content, publishedRounds, madeAt } = preview;
    removeVectors.run(name, sha256);
    return write.get(name, address, sha256, content, publishedRounds, madeAt)?.address ?? address;
  });
  const open = database.transaction(({ name, sha256 }: SeenPreview, publication: Publication): boolean => {
    if (take.run(name, sha256).changes === 0) return false;
    publish(publication);
    return true;
  });

  return {
    putPreview: (preview: StoredPreview): string => put.immediate(preview),
    previews: (): StoredPreview[] => all.all(),
    previewNamed: (name: string): StoredPreview | undefined => named.get(name),
    previewAt: (address: string): StoredPreview | undefined => at.get(address),
    discardPreview: (name: string): boolean => discard.run(name).changes > 0,
    addVectors({ name, sha256 }: SeenPreview, { first, bytes }: StoredVectors): void {
      addVectors.run(first, Buffer.from(bytes), name, sha256);
    },
    vectors: ({ name, sha256 }: SeenPreview): StoredVectors[] =>
      vectors.all(name, sha256).map(({ first, bytes }) => ({ first, bytes: Uint8Array.from(bytes) })),
    openPreview: (preview: SeenPreview, publication: Publication): boolean => open.immediate(preview, publication),
  };
}
