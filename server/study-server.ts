import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';
import { openDataDirectory } from './data-directory/data-directory.ts';
import type { App } from './http/services.ts';
import { createResults } from './results/round-results.ts';
import { type AcceptedAtStart, nothingAccepted } from './start-options.ts';
import type { PublicationStore } from './store/publication-store.ts';
import type { ReportStore } from './store/report-store.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { openCatalogue } from './studies/catalogue.ts';
import type { Embedder } from './studies/embedder.ts';
import { publishFolder } from './studies/publish.ts';
import { checkStudyKeys } from './studies/study-keys.ts';

export interface StudyServerOptions {
  readonly configuration: Omit<Configuration, 'port'>;
  /** What the operator accepts at this start; nothing when it is left out. */
  readonly accepted?: AcceptedAtStart;
  readonly now: () => number;
  /** Called once, and only when a candidate round is published that is new. */
  readonly loadEmbedder: () => Promise<Pick<Embedder, 'embed' | 'dispose'>>;
}

export interface StudyServer {
  readonly app: App;
  readonly store: ReportStore & PublicationStore;
  /** Serves what was accepted, commits it, then closes everything. */
  close(): Promise<void>;
}

/**
 * Opens the data directory, publishes the study folders, and makes the app; it does not listen yet.
 *
 * @throws {ConfigurationError | StudyFolderError | StorageUnavailable} in words for the operator
 */
export async function openStudyServer({
  configuration,
  accepted = nothingAccepted,
  now,
  loadEmbedder,
}: StudyServerOptions): Promise<StudyServer> {
  const { data, studies, publicOrigin, host } = configuration;
  const folders = await studyFolders(studies);
  const { database, keys, secret, adminToken, release } = openDataDirectory(data, accepted);
  let store: Awaited<ReturnType<typeof openSqliteStore>> | undefined;
  const closeStore = async () => {
    await store?.close();
    release();
  };
  try {
    store = await openSqliteStore({ file: database, secret, now });
    const catalogue = await openCatalogue(store, now);
    await checkStudyKeys(keys, catalogue.studies(), accepted);
    let embedder: Pick<Embedder, 'embed' | 'dispose'> | undefined;
    const embed = async (texts: readonly string[]) => {
      embedder ??= await loadEmbedder();
      return embedder.embed(texts);
    };
    for (const folder of folders) await publishFolder(folder, { store, catalogue, keys, embed, now });
    await embedder?.dispose();
    const results = createResults(store, catalogue);
    await results.closeDue();
    const app = await createApp({
      store,
      catalogue,
      results,
      publicOrigin,
      host,
      adminToken,
    });
    return {
      app,
      store,
      async close() {
        // Fastify closes the connections that are idle now. One whose reply is under way becomes idle later, and would
        // stay for a minute.
        const sweep = setInterval(() => app.server.closeIdleConnections(), 100);
        await app.close().finally(() => clearInterval(sweep));
        await closeStore();
      },
    };
  } catch (error) {
    await closeStore();
    throw error;
  }
}

/** Folders in `directory`, by name; without a directory those in `studies`, if there are any. */
async function studyFolders(directory: string | undefined): Promise<string[]> {
  const parent = directory ?? 'studies';
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name))
      .sort();
  } catch {
    if (directory === undefined) return [];
    throw new ConfigurationError(`DONOR_STUDIES: expected a directory of study folders, found none at ${directory}`);
  }
}
