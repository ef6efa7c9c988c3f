import type { SeenPool, Step, StoredPool, StoredRun, StoredStep } from '../automatic-store.ts';
import type { StoredVectors } from '../preview-store.ts';
import type { Publication } from '../publication-store.ts';
import type { Connection } from './database.ts';

export const automaticTables = `
  CREATE TABLE pools (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    made_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE pool_vectors (
    name TEXT NOT NULL REFERENCES pools ON DELETE CASCADE,
    first INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (name, first)
  ) STRICT;
  CREATE TABLE automatic_runs (
    name TEXT PRIMARY KEY,
    steps INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE TABLE automatic_steps (
    name TEXT NOT NULL REFERENCES automatic_runs,
    number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (name, number)
  ) STRICT;
`;

/** Pools and the runs that choose from them, in SQLite. */
export function createStoredRuns(database: Connection, publish: (publication: Publication) => void) {
  const removeVectors = database.prepare(
    'DELETE FROM pool_vectors WHERE name = ? AND (SELECT sha256 FROM pools WHERE name = pool_vectors.name) <> ?',
  );
  const write = database.prepare(
    `INSERT INTO pools (name, sha256, content, made_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, content = excluded.content,
       made_at_ms = excluded.made_at_ms`,
  );
  const pool = database.prepare<[string], StoredPool>(
    'SELECT name, sha256, content, made_at_ms AS madeAt FROM pools WHERE name = ?',
  );
  const names = database.prepare<[], { name: string }>('SELECT name FROM pools ORDER BY name');
  const discard = database.prepare('DELETE FROM pools WHERE name = ?');
  const addVectors = database.prepare(
    `INSERT INTO pool_vectors (name, first, bytes) SELECT name, ?, ? FROM pools WHERE name = ? AND sha256 = ?
     ON CONFLICT DO NOTHING`,
  );
  const vectors = database.prepare<[string, string], { first: number; bytes: Buffer }>(
    'SELECT first, bytes FROM pool_vectors JOIN pools USING (name) WHERE name = ? AND sha256 = ? ORDER BY first',
  );
  const runs = database.prepare<[], StoredRun>('SELECT name, steps, state FROM automatic_runs ORDER BY name');
  const run = database.prepare<[string], StoredRun>('SELECT name, steps, state FROM automatic_runs WHERE name = ?');
  const begin = database.prepare(
    'INSERT INTO automatic_runs (name, steps, state) VALUES (?, 1, ?) ON CONFLICT DO NOTHING',
  );
  const advance = database.prepare(
    'UPDATE automatic_runs SET steps = steps + 1, state = ? WHERE name = ? AND steps = ?',
  );
  const log = database.prepare('INSERT INTO automatic_steps (name, number, at_ms, content) VALUES (?, ?, ?, ?)');
  const steps = database.prepare<[string], StoredStep>(
    'SELECT number, at_ms AS at, content FROM automatic_steps WHERE name = ? ORDER BY number',
  );

  const put = database.transaction(({ name, sha256, content, madeAt }: StoredPool): void => {
    removeVectors.run(name, sha256);
    write.run(name, sha256, content, madeAt);
  });
  const take = database.transaction(({ name, after, state, at, content, publication, discardsPool }: Step): boolean => {
    const { changes } = after === 0 ? begin.run(name, state) : advance.run(state, name, after);
    if (changes === 0) return false;
    log.run(name, after + 1, at, content);
    if (publication) publish(publication);
    if (discardsPool) discard.run(name);
    return true;
  });

  return {
    putPool: (stored: StoredPool): void => put.immediate(stored),
    poolNamed: (name: string): StoredPool | undefined => pool.get(name),
    pools: (): string[] => names.all().map(({ name }) => name),
    discardPool: (name: string): boolean => discard.run(name).changes > 0,
    /** Of all studies; resolves to nothing that is left of them but the log of their runs. */
    discardPools: (): void => {
      database.prepare('DELETE FROM pools').run();
    },
    addPoolVectors({ name, sha256 }: SeenPool, { first, bytes }: StoredVectors): void {
      addVectors.run(first, Buffer.from(bytes), name, sha256);
    },
    poolVectors: ({ name, sha256 }: SeenPool): StoredVectors[] =>
      vectors.all(name, sha256).map(({ first, bytes }) => ({ first, bytes: Uint8Array.from(bytes) })),
    runs: (): StoredRun[] => runs.all(),
    runNamed: (name: string): StoredRun | undefined => run.get(name),
    steps: (name: string): StoredStep[] => steps.all(name),
    takeStep: (step: Step): boolean => take.immediate(step),
  };
}
