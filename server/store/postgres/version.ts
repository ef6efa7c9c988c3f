import pg from 'pg';
import type { Connection, Connections } from './connections.ts';

/** Name of the notification that something was published or closed. It carries nothing. */
const channel = 'donor_changed';

/** The number that grows with every publication, withdrawal and close. */
export async function readVersion(connections: Connections): Promise<number> {
  const { rows } = await connections.query("SELECT value FROM server_state WHERE name = 'version'");
  return Number(rows[0]?.value);
}

/**
 * Makes the version grow in this transaction, and notifies the other processes when it commits. The version decides; a
 * notification that is lost, or that a database does not have, costs one process one more read.
 */
export async function tellOthers(connection: Connection): Promise<void> {
  await connection.query("UPDATE server_state SET value = (value::bigint + 1)::text WHERE name = 'version'");
  await connection.query('SAVEPOINT notifying');
  await connection.query(`NOTIFY ${channel}`).catch(() => connection.query('ROLLBACK TO SAVEPOINT notifying'));
}

/** Time until a connection that broke is tried again. */
const pauseMs = 5_000;

/** Calls `changed` whenever another process tells of a change, and whenever one may have been missed. */
export function listenForChanges(url: string, changed: () => void): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;
  function listen(): void {
    const next = new pg.Client({ connectionString: url, application_name: 'data-donor', keepAlive: true });
    client = next;
    next.on('error', () => {});
    next.on('notification', changed);
    next.on('end', retry);
    next
      .connect()
      .then(() => next.query(`LISTEN ${channel}`))
      .then(changed, retry);
  }
  function retry(): void {
    clearTimeout(again);
    if (!closed) again = setTimeout(listen, pauseMs).unref();
  }
  listen();
  return {
    async close() {
      closed = true;
      clearTimeout(again);
      await client?.end().catch(() => undefined);
    },
  };
}
