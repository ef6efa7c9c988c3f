import pg from 'pg';
import { StorageUnavailable } from '../report-store.ts';
import { unavailable } from './connections.ts';
import type { StateName } from './schema.ts';

/**
 * Runs `work` while this process alone holds the row `publishing`. The database gives it back when the connection ends,
 * also that of a process that was killed. If the connection breaks meanwhile, two may publish at once; then the unique
 * columns of the tables let one of them fail.
 *
 * @throws {StorageUnavailable} also when `signal` ends the wait
 */
export async function lockPublishing<Value>(
  url: string,
  work: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  const held = await holdRow(url, 'publishing', 'FOR UPDATE', signal);
  try {
    return await work();
  } finally {
    held?.end();
  }
}

/**
 * Runs `work` while this process alone holds the row `automatic`; undefined when another one does.
 *
 * @throws {StorageUnavailable}
 */
export async function unlessLocked<Value>(
  url: string,
  work: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const held = await holdRow(url, 'automatic', 'FOR UPDATE SKIP LOCKED', signal);
  if (!held) return undefined;
  try {
    return await work();
  } finally {
    held.end();
  }
}

/** Locks a row over a connection of its own; undefined when it was not to be waited for. */
async function holdRow(
  url: string,
  name: StateName,
  how: 'FOR UPDATE' | 'FOR UPDATE SKIP LOCKED',
  signal: AbortSignal,
): Promise<{ end(): void } | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'data-donor', keepAlive: true });
  client.on('error', () => {});
  const end = () => {
    signal.removeEventListener('abort', end);
    void client.end().catch(() => undefined);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.connect();
    // Embedding thousands of texts takes minutes, in which this connection is idle.
    await client.query('SET idle_in_transaction_session_timeout = 0').catch(() => undefined);
    await client.query('BEGIN');
    const { rows } = await client.query(`SELECT value FROM server_state WHERE name = $1 ${how}`, [name]);
    if (rows.length > 0) return { end };
    end();
    return undefined;
  } catch (error) {
    end();
    throw signal.aborted ? new StorageUnavailable('the server is stopping') : unavailable(error);
  }
}
