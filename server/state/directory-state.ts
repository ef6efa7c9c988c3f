import { openDataDirectory } from '../data-directory/data-directory.ts';
import { checkClock, rememberDay } from '../data-directory/last-day.ts';
import { keyFiles } from '../store/key-files.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { ServerState, StateOptions } from './server-state.ts';

/** The state of the one process that owns a data directory: SQLite and files. */
export async function openDirectoryState({ configuration, accepted, now }: StateOptions): Promise<ServerState> {
  const { data } = configuration;
  const { database, keys, secret, adminToken, announce, release } = openDataDirectory(data, accepted);
  try {
    checkClock(data, now(), accepted.clock);
    const store = await openSqliteStore({ file: database, secret, now });
    return {
      store,
      keys: keyFiles(keys),
      adminToken,
      announce,
      rememberDay: async (time) => rememberDay(data, time),
      whilePublishing: (work) => work(),
      unlessOther: (work) => work(),
      watch: () => {},
      async close() {
        await store.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
