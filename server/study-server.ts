import { createAccess } from './access/access.ts';
import { createApp } from './app.ts';
import { createAutomatic } from './automatic/automatic.ts';
import { createPools } from './automatic/pools.ts';
import type { Configuration } from './configuration.ts';
import { createFits } from './evolution/fits.ts';
import { createStudyMaps } from './evolution/study-maps.ts';
import type { App } from './http/services.ts';
import { createResults } from './results/round-results.ts';
import { secureRandom } from './secure-random.ts';
import { type AcceptedAtStart, nothingAccepted } from './start-options.ts';
import { openState } from './state/server-state.ts';
import type { AccessStore } from './store/access-store.ts';
import type { PublicationStore } from './store/publication-store.ts';
import type { ReportStore } from './store/report-store.ts';
import { openCatalogue } from './studies/catalogue.ts';
import { createIdleEmbedder } from './studies/idle-embedder.ts';
import { createLifecycle } from './studies/lifecycle.ts';
import { createPreviews } from './studies/previews.ts';
import { type LoadEmbedder, type PublishingListener, publishAll } from './studies/publish-all.ts';
import { foldersIn } from './studies/study-folders.ts';
import { checkStudyKeys } from './studies/study-keys.ts';

const hourMs = 60 * 60 * 1000;
/** Between two looks at the rounds that follow by themselves; nothing of their study moves faster. */
const automaticMs = 5_000;

export interface StudyServerOptions {
  readonly configuration: Omit<Configuration, 'port' | 'database'> & Partial<Pick<Configuration, 'database'>>;
  /** What the operator accepts at this start; nothing when it is left out. */
  readonly accepted?: AcceptedAtStart;
  readonly now: () => number;
  /** Called only when texts are embedded: at the start for folders with new candidate rounds, later for previews. */
  readonly loadEmbedder: LoadEmbedder;
}

export interface StudyServer {
  readonly app: App;
  readonly store: ReportStore & PublicationStore & AccessStore;
  /** What `Authorization: Bearer` carries when the administrator asks. */
  readonly adminToken: string;
  /** Listens, and writes down where; resolves to the address. */
  listen(host: string, port: number): Promise<string>;
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
 * Opens the state and makes the app. It neither listens nor publishes yet.
 *
 * @throws {ConfigurationError | StorageUnavailable} in words for the operator
 */
export async function openStudyServer({
  configuration,
  accepted = nothingAccepted,
  now,
  loadEmbedder,
}: StudyServerOptions): Promise<StudyServer> {
  const { studies, publicOrigin, host, install = {} } = configuration;
  const folders = await foldersIn(studies);
  const state = await openState({ configuration, accepted, now });
  const { store, keys, adminToken } = state;
  let hours: NodeJS.Timeout | undefined;
  let looks: NodeJS.Timeout | undefined;
  const embedder = createIdleEmbedder(loadEmbedder);
  const closeState = async () => {
    clearInterval(hours);
    await embedder.close();
    await state.close();
  };
  try {
    const catalogue = await openCatalogue(store, now);
    await checkStudyKeys(keys, catalogue.studies(), accepted);
    const results = createResults(store, catalogue);
    const lifecycle = createLifecycle(store, catalogue, now);
    const previews = createPreviews({ store, catalogue, keys, embedder, random: secureRandom(), now });
    const fits = createFits();
    const maps = createStudyMaps(store, catalogue, fits);
    const pools = createPools({ store, catalogue, results, embedder, fits, now });
    const { unlessOther } = state;
    const automatic = createAutomatic({ store, catalogue, results, lifecycle, keys, pools, unlessOther, now });
    const settle = async () => {
      await catalogue.current();
      await lifecycle.settle();
      await automatic.settle();
    };
    await settle();
    // It is read again when it is needed; this only does it sooner.
    state.watch(() => void catalogue.current().catch(() => undefined));
    hours = setInterval(() => {
      state.rememberDay(now());
      settle().catch((error) => console.error(`The hourly work was not done: ${error.message}`));
    }, hourMs).unref();
    const app = await createApp({
      store,
      catalogue,
      results,
      lifecycle,
      previews,
      maps,
      pools,
      automatic,
      publicOrigin,
      host,
      install,
      access: createAccess({ store, adminToken, now, random: secureRandom() }),
    });
    const stopping = new AbortController();
    let publishing: Promise<boolean> | undefined;
    return {
      app,
      store,
      adminToken,
      async listen(host, port) {
        const address = await app.listen({ host, port });
        state.announce(localOrigin(address));
        // A command that works on the data directory itself does not do the work of a server.
        looks = setInterval(() => void automatic.work(), automaticMs).unref();
        return address;
      },
      publishStudies(listener) {
        const { signal } = stopping;
        const publish = async () => {
          await catalogue.current();
          return publishAll({ folders, store, catalogue, keys, now, loadEmbedder, listener, signal });
        };
        publishing = state.whilePublishing(publish, signal).catch((error) => {
          if (signal.aborted) return false;
          throw error;
        });
        return publishing;
      },
      async close() {
        stopping.abort();
        maps.close();
        clearInterval(looks);
        await automatic.close();
        // Fastify closes the connections that are idle now. One whose reply is under way becomes idle later, and would
        // stay for a minute.
        const sweep = setInterval(() => app.server.closeIdleConnections(), 100);
        await app.close().finally(() => clearInterval(sweep));
        await publishing?.catch(() => undefined);
        await closeState();
      },
    };
  } catch (error) {
    await closeState();
    throw error;
  }
}

/** Where a process of the same machine reaches a server that listens at `address`. */
function localOrigin(address: string): string {
  const url = new URL(address);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  return url.origin;
}
