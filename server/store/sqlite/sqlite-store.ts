import { type Transferable, Worker } from 'node:worker_threads';
import { createGroupCommit } from '../group-commit.ts';
import { StorageUnavailable } from '../report-store.ts';
import type { Store } from '../store.ts';
import type { Operations, SqliteOptions } from './operations.ts';
import { packSubmissions } from './submission-codec.ts';
import type { Call, Reply } from './worker.ts';

export interface SqliteStoreOptions extends SqliteOptions {
  readonly now: () => number;
}

/**
 * SQLite in one worker thread. The event loop does not wait for the disk, and there is only one writer.
 *
 * @throws {StorageUnavailable} when the database cannot be opened; says why
 */
export async function openSqliteStore(
  options: SqliteStoreOptions,
  connect: (options: SqliteOptions) => Connected = startThread,
): Promise<Store> {
  const { now, ...sqlite } = options;
  const thread = connect(sqlite);
  // The first reply comes after the database is open.
  try {
    await thread.call('publications', []);
  } catch (error) {
    // Without this the thread would wait for calls, and the process with it.
    await thread.call('close', []).catch(() => undefined);
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new StorageUnavailable(`the database ${sqlite.file} cannot be used: ${reason}`);
  }
  const groupCommit = createGroupCommit(async (group) => {
    const packed = packSubmissions(group);
    try {
      return await thread.call('commit', [packed, now()], [packed.bytes.buffer]);
    } catch {
      return [];
    }
  });
  return {
    submit: groupCommit.submit,
    counters: (round) => thread.call('counters', [round]),
    recount: (round) => thread.call('recount', [round]),
    releases: (round) => thread.call('releases', [round]),
    release: (round) => thread.call('release', [round]),
    closeRound: (round) => thread.call('closeRound', [round]),
    deleteVotes: (round) => thread.call('deleteVotes', [round]),
    publish: (publication) => thread.call('publish', [publication]),
    publications: () => thread.call('publications', []),
    // One process owns the database (data-directory/directory-lock.ts).
    version: () => Promise.resolve(0),
    endStudy: (study, how) => thread.call('endStudy', [study, how]),
    addToken: (token) => thread.call('addToken', [token]),
    tokens: () => thread.call('tokens', []),
    deleteToken: (name) => thread.call('deleteToken', [name]),
    putPreview: (preview) => thread.call('putPreview', [preview]),
    previews: () => thread.call('previews', []),
    previewNamed: (name) => thread.call('previewNamed', [name]),
    previewAt: (address) => thread.call('previewAt', [address]),
    discardPreview: (name) => thread.call('discardPreview', [name]),
    addVectors: (preview, vectors) => thread.call('addVectors', [preview, vectors]),
    vectors: (preview) => thread.call('vectors', [preview]),
    openPreview: (preview, publication) => thread.call('openPreview', [preview, publication]),
    putPool: (pool) => thread.call('putPool', [pool]),
    poolNamed: (name) => thread.call('poolNamed', [name]),
    pools: () => thread.call('pools', []),
    discardPool: (name) => thread.call('discardPool', [name]),
    addPoolVectors: (pool, vectors) => thread.call('addPoolVectors', [pool, vectors]),
    poolVectors: (pool) => thread.call('poolVectors', [pool]),
    runs: () => thread.call('runs', []),
    runNamed: (name) => thread.call('runNamed', [name]),
    steps: (name) => thread.call('steps', [name]),
    takeStep: (step) => thread.call('takeStep', [step]),
    async close() {
      await groupCommit.drain();
      await thread.call('close', []);
      await thread.ended;
    },
  };
}

/** What calls the operations on the database, wherever they run. */
export interface Connected {
  /** Settles when the database is closed. */
  readonly ended: Promise<void>;
  /** @throws {StorageUnavailable} */
  call<Name extends keyof Operations>(
    name: Name,
    args: Parameters<Operations[Name]>,
    transfer?: Transferable[],
  ): Promise<ReturnType<Operations[Name]>>;
}

/** Runs the operations in a worker thread of their own. */
export function startThread(workerData: SqliteOptions): Connected {
  const worker = new Worker(new URL('./start-worker.mjs', import.meta.url), { workerData });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let reason: string | undefined;

  worker.on('message', (reply: Reply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) call?.resolve(reply.value);
    else call?.reject(new StorageUnavailable(reply.reason));
  });
  worker.on('error', (error) => {
    reason = error.message;
  });
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      reason ??= 'the database is closed';
      for (const call of waiting.values()) call.reject(new StorageUnavailable(reason));
      waiting.clear();
      resolve();
    });
  });

  return {
    ended,
    call(name, args, transfer = []) {
      if (reason !== undefined) return Promise.reject(new StorageUnavailable(reason));
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage({ id, name, args } satisfies Call, transfer);
      });
    },
  };
}
