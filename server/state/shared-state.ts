import { ConfigurationError, type SharedDatabase } from '../configuration.ts';
import { clockRefusal, dayOf, isFarFrom } from '../data-directory/last-day.ts';
import { type Connections, openConnections, unavailable } from '../store/postgres/connections.ts';
import { createPostgresStore } from '../store/postgres/postgres-store.ts';
import { lockPublishing, unlessLocked } from '../store/postgres/publishing-lock.ts';
import { prepareSchema } from '../store/postgres/schema.ts';
import { checkSecret, deriveSecrets, sealedKeys } from '../store/postgres/shared-secret.ts';
import { listenForChanges } from '../store/postgres/version.ts';
import { StorageUnavailable } from '../store/report-store.ts';
import type { ServerState, StateOptions } from './server-state.ts';

const otherSecret =
  'DONOR_SECRET: this is not the secret that the database was made with. Every process on a database needs the same one. ' +
  'If it is lost, the keys of the studies and the memory of retries are lost with it: stop every process, then start with ' +
  '--accept-new-retry-secret --accept-missing-keys.';

/** The state of several processes: all of it in a PostgreSQL database, and one secret in their environments. */
export async function openSharedState(
  { accepted, now }: StateOptions,
  { url, secret }: SharedDatabase,
): Promise<ServerState> {
  const secrets = deriveSecrets(secret);
  const connections = openConnections(url);
  try {
    await prepareSchema(connections);
    if (!(await checkSecret(connections, secrets, accepted.newRetrySecret))) throw new ConfigurationError(otherSecret);
    await checkSharedClock(connections, now(), accepted.clock);
  } catch (error) {
    await connections.end();
    if (error instanceof ConfigurationError) throw error;
    throw new StorageUnavailable(`DATABASE_URL: the database cannot be used: ${unavailable(error).message}`);
  }
  const store = createPostgresStore({ connections, secret: secrets.retries, now });
  const listeners: ReturnType<typeof listenForChanges>[] = [];
  return {
    store,
    keys: sealedKeys(connections, secrets),
    adminToken: secrets.adminToken,
    // Commands work on the database themselves.
    announce: () => {},
    rememberDay: (time) => rememberSharedDay(connections, time).catch(() => undefined),
    whilePublishing: (work, signal) => lockPublishing(url, work, signal),
    unlessOther: (work, signal) => unlessLocked(url, work, signal),
    watch: (changed) => void listeners.push(listenForChanges(url, changed)),
    async close() {
      await store.close();
      await Promise.all(listeners.map((listener) => listener.close()));
      await connections.end();
    },
  };
}

/** Refuses a clock that is far from the day on which any process last ran on this database. */
async function checkSharedClock(connections: Connections, now: number, accepted: boolean): Promise<void> {
  const last = await lastDay(connections);
  if (last !== undefined && !accepted && isFarFrom(last, now)) throw clockRefusal(last, now, 'on this database');
  if (last !== dayOf(now)) await writeDay(connections, now);
}

async function rememberSharedDay(connections: Connections, now: number): Promise<void> {
  const last = await lastDay(connections);
  if (last !== undefined && (last === dayOf(now) || isFarFrom(last, now))) return;
  await writeDay(connections, now);
}

async function lastDay(connections: Connections): Promise<string | undefined> {
  const { rows } = await connections.query("SELECT value FROM server_state WHERE name = 'last-day'");
  return rows[0]?.value;
}

async function writeDay(connections: Connections, now: number): Promise<void> {
  await connections.query(
    "INSERT INTO server_state VALUES ('last-day', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
    [dayOf(now)],
  );
}
