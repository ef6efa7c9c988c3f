import type { EmbeddingModel } from '../../core/embedding/model.ts';
import { StorageUnavailable } from '../store/report-store.ts';
import type { Embedder, LoadEmbedder as LoadAny } from './embedder.ts';
import { oneAtATime } from './one-embedder.ts';
import { type PublishOptions, publishFolder } from './publish.ts';
import { sortFolders } from './study-folders.ts';
import { StudyFolderError } from './study-problem.ts';

export type LoadEmbedder = LoadAny<Pick<Embedder, 'embed' | 'dispose'>>;

/** Told what becomes of each folder. */
export interface PublishingListener {
  published(study: string, newRounds: number): void;
  refused(folder: string, reason: string): void;
  /** A candidate round of thousands of texts takes minutes. */
  embedded(folder: string, texts: number, of: number): void;
}

export interface PublishAllOptions extends Omit<PublishOptions, 'embed'> {
  readonly folders: readonly string[];
  /** Called only when a candidate round is published that is new, and again only for another model. */
  readonly loadEmbedder: LoadEmbedder;
  readonly listener: PublishingListener;
  /** Ends the work; the folder under way is not published, and the next start begins with it anew. */
  readonly signal: AbortSignal;
}

/**
 * Publishes folder by folder, each as a whole or not at all. A folder that cannot be published stops only itself.
 *
 * @returns whether it got to the end
 */
export async function publishAll(options: PublishAllOptions): Promise<boolean> {
  const { folders, loadEmbedder, listener, signal, ...shared } = options;
  const { good, refused } = await sortFolders(folders);
  for (const { folder, reason } of refused) listener.refused(folder, reason);
  const embedders = oneAtATime(loadEmbedder);
  try {
    for (const folder of good) {
      const embed = async (texts: readonly string[], model: EmbeddingModel) => {
        const embedder = await embedders.of(model);
        const onProgress = (done: number) => listener.embedded(folder, done, texts.length);
        return embedder.embed(texts, { signal, onProgress });
      };
      try {
        if (signal.aborted) return false;
        const { study, newRounds } = await publishFolder(folder, { ...shared, embed });
        listener.published(shared.catalogue.study(study)?.signed.document.name ?? study, newRounds);
      } catch (error) {
        if (signal.aborted) return false;
        listener.refused(folder, inWords(error));
      }
    }
    return true;
  } finally {
    await embedders.dispose();
  }
}

/** What is wrong with a folder or the store explains itself; for a mistake in here its place matters. */
function inWords(error: unknown): string {
  if (error instanceof StudyFolderError || error instanceof StorageUnavailable) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
