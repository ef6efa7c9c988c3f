import pg from 'pg';
import { StorageUnavailable } from '../report-store.ts';
import { unavailable } from './connections.ts';

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
  const client = new pg.Client({ connectionString: url, application_name: 'data-donor', keepAlive: true });
  client.on('error', () => {});
  const end = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.connect();
    // Embedding thousands of texts takes minutes, in which this connection is idle.
    await client.query('SET idle_in_transaction_session_timeout = 0').catch(() => undefined);
    await client.query('BEGIN');
    await client.query("SELECT value FROM server_state WHERE name = 'publishing' FOR UPDATE");
  } catch (error) {
    end();
    throw signal.aborted ? new StorageUnavailable('the server is stopping') : unavailable(error);
  }
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
