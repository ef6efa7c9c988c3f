import pg from 'pg';
import { StorageUnavailable } from '../report-store.ts';

export type Connections = pg.Pool;
export type Connection = pg.PoolClient;

/** A commit of reports that takes longer has lost its database; what became of it, a retry finds out. */
const longestCommitMs = 20_000;
/** A database that answers at all answers a new connection within this time. */
const longestConnectMs = 5_000;
/** Most connections of one process. */
const mostConnections = 10;

/**
 * Connections to the database at `url`, made when they are needed and made anew when they break.
 *
 * @param url a `DATABASE_URL`; never part of a message, because it may hold a password
 */
export function openConnections(url: string): Connections {
  const connections = new pg.Pool({
    connectionString: url,
    application_name: 'data-donor',
    max: mostConnections,
    connectionTimeoutMillis: longestConnectMs,
    keepAlive: true,
    // Statements that do not depend on each other share a round trip.
    pipeline: true,
  });
  // A connection that breaks is replaced by the next call; whoever is using it hears of it from his own statement.
  connections.on('error', () => {});
  connections.on('connect', (client) => client.on('error', () => {}));
  return connections;
}

/** Runs `work` in one transaction: it is committed when `work` settles, and rolled back when it throws. */
export async function inTransaction<Value>(
  connections: Connections,
  work: (connection: Connection) => Promise<Value>,
  begin = 'BEGIN',
): Promise<Value> {
  const connection = await connections.connect();
  try {
    await connection.query(begin);
    const value = await work(connection);
    await commit(connection);
    connection.release();
    return value;
  } catch (error) {
    await rollBack(connection);
    throw error;
  }
}

/** A statement that fails, with its connection, when the database does not answer. */
export const timed = <Statement extends pg.QueryConfig>(statement: Statement) => ({
  ...statement,
  query_timeout: longestCommitMs,
});

/** What sees one moment of the database. */
export const snapshot = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** @throws {Error} also when the transaction had failed, where PostgreSQL answers COMMIT with a rollback */
export async function commit(connection: Connection): Promise<void> {
  const { command } = await connection.query(timed({ text: 'COMMIT' }));
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
}

/** Gives a connection back after a failure; one that cannot roll back is closed. */
export async function rollBack(connection: Connection): Promise<void> {
  await connection.query(timed({ text: 'ROLLBACK' })).then(
    () => connection.release(),
    () => connection.release(true),
  );
}

/** Another transaction was in the way; the same work may succeed now (also what databases like PostgreSQL say). */
const transient = new Set(['40001', '40P01']);
const mostAttempts = 5;

/** Does `work` again when it failed only because of another transaction. */
export async function retried<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === mostAttempts || !transient.has(codeOf(error))) throw error;
    }
  }
}

/** The code of PostgreSQL (SQLSTATE) or of the operating system, or a name: nothing that was in a report. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
}

/** What went wrong, in words for the operator; for statements that hold nothing of a report. */
export function unavailable(error: unknown): StorageUnavailable {
  if (error instanceof StorageUnavailable) return error;
  // Several addresses of one name were tried.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message : 'unknown';
  const code = codeOf(first);
  return new StorageUnavailable(message.includes(code) ? message : `${message} (${code})`);
}
