import { createApp } from './app.ts';
import type { Configuration } from './configuration.ts';
import { openDataDirectory } from './data-directory/data-directory.ts';
import { checkClock, rememberDay } from './data-directory/last-day.ts';
import type { App } from './http/services.ts';
import { createResults } from './results/round-results.ts';
import { type AcceptedAtStart, nothingAccepted } from './start-options.ts';
import type { PublicationStore } from './store/publication-store.ts';
import type { ReportStore } from './store/report-store.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';
import { openCatalogue } from './studies/catalogue.ts';
import { createLifecycle } from './studies/lifecycle.ts';
import { type LoadEmbedder, type PublishingListener, publishAll } from './studies/publish-all.ts';
import { foldersIn } from './studies/study-folders.ts';
import { checkStudyKeys } from './studies/study-keys.ts';

const hourMs = 60 * 60 * 1000;

export interface StudyServerOptions {
  readonly configuration: Omit<Configuration, 'port'>;
  /** What the operator accepts at this start; nothing when it is left out. */
  readonly accepted?: AcceptedAtStart;
  readonly now: () => number;
  /** Called once, and only when a candidate round is published that is new. */
  readonly loadEmbedder: LoadEmbedder;
}

export interface StudyServer {
  readonly app: App;
  readonly store: ReportStore & PublicationStore;
  /**
   * Publishes the study folders, one after the other, while the server serves; each as a whole or not at all.
   *
   * @returns whether it got to the end, or was ended by `close`
   */
  publishStudies(listener: PublishingListener): Promise<boolean>;
  /** Serves what was accepted, commits it, then closes everything. */
  close(): Promise<void>;
}

/**
 * Opens the data directory and makes the app. It neither listens nor publishes yet.
 *
 * @throws {ConfigurationError | StorageUnavailable} in words for the operator
 */
export async function openStudyServer({
  configuration,
  accepted = nothingAccepted,
  now,
  loadEmbedder,
}: StudyServerOptions): Promise<StudyServer> {
  const { data, studies, publicOrigin, host } = configuration;
  const folders = await foldersIn(studies);
  const { database, keys, secret, adminToken, release } = openDataDirectory(data, accepted);
  let store: Awaited<ReturnType<typeof openSqliteStore>> | undefined;
  let hours: NodeJS.Timeout | undefined;
  const closeStore = async () => {
    clearInterval(hours);
    await store?.close();
    release();
  };
  try {
    checkClock(data, now(), accepted.clock);
    const opened = await openSqliteStore({ file: database, secret, now });
    store = opened;
    const catalogue = await openCatalogue(opened, now);
    await checkStudyKeys(keys, catalogue.studies(), accepted);
    const results = createResults(opened, catalogue);
    const lifecycle = createLifecycle(opened, catalogue, now);
    await lifecycle.settle();
    hours = setInterval(() => {
      rememberDay(data, now());
      lifecycle.settle().catch((error) => console.error(`The hourly work was not done: ${error.message}`));
    }, hourMs).unref();
    const app = await createApp({
      store: opened,
      catalogue,
      results,
      lifecycle,
      publicOrigin,
      host,
      adminToken,
    });
    const stopping = new AbortController();
    let publishing: Promise<boolean> | undefined;
    return {
      app,
      store: opened,
      publishStudies(listener) {
        const { signal } = stopping;
        publishing = publishAll({ folders, store: opened, catalogue, keys, now, loadEmbedder, listener, signal });
        return publishing;
      },
      async close() {
        stopping.abort();
        // Fastify closes the connections that are idle now. One whose reply is under way becomes idle later, and would
        // stay for a minute.
        const sweep = setInterval(() => app.server.closeIdleConnections(), 100);
        await app.close().finally(() => clearInterval(sweep));
        await publishing?.catch(() => undefined);
        await closeStore();
      },
    };
  } catch (error) {
    await closeStore();
    throw error;
  }
}
