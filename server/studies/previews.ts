import { type EmbeddingModel, modelNamed } from '../../core/embedding/model.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import { canonicalBytes } from '../../core/protocol/canonical-json.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { PreviewStore, SeenPreview, StoredPreview } from '../store/preview-store.ts';
import { StorageUnavailable } from '../store/report-store.ts';
import type { Catalogue } from './catalogue.ts';
import type { IdleEmbedder } from './idle-embedder.ts';
import { newTexts, vectorBytes, vectorCount, vectorsOf } from './preview-vectors.ts';
import { type Published, signPublication } from './publish.ts';
import { examine, type Publishable } from './publishable.ts';
import type { StudyFolder } from './study-folder.ts';
import { modelOf } from './study-model.ts';
import { StudyFolderError, type StudyProblem } from './study-problem.ts';
import { folderOf, type WrittenStudy, writtenStudyHash, writtenStudySchema } from './written-study.ts';

/** A preview as people look at it. */
export interface Preview {
  readonly stored: StoredPreview;
  readonly written: WrittenStudy;
  readonly folder: StudyFolder;
  /** Undefined when something has come up that keeps it from being opened: then `problems` say what. */
  readonly publishable: Publishable | undefined;
  readonly problems: readonly StudyProblem[];
}

export interface Embedded {
  readonly embedded: number;
  /** Number of texts to embed. */
  readonly of: number;
}

/** Studies and rounds that are looked at before they are opened. Nothing of them is signed, and no device is told. */
export interface Previews {
  /**
   * Keeps what a researcher wrote as the preview of its study, in the place of an earlier one.
   *
   * @throws {StudyFolderError} when it could not be opened as it is
   */
  put(written: WrittenStudy): Promise<Preview>;
  all(): Promise<StoredPreview[]>;
  named(name: string): Promise<Preview | undefined>;
  at(address: string): Promise<Preview | undefined>;
  /** False when there is none of this name. */
  discard(name: string): Promise<boolean>;
  /**
   * Embeds the next texts of a preview and keeps their vectors, so that opening it takes a moment. Undefined when the
   * preview is another one by now, or gone.
   */
  embed(seen: SeenPreview): Promise<Embedded | undefined>;
  /**
   * Signs and publishes a preview, as a whole or not at all: from now on it never changes.
   *
   * @returns `changed` when the preview is another one by now, or gone; `unembedded` when texts are still to embed
   * @throws {StudyFolderError} when something has come up since
   */
  open(seen: SeenPreview): Promise<Published | 'changed' | 'unembedded'>;
}

export interface PreviewsOptions {
  readonly store: PreviewStore;
  readonly catalogue: Catalogue;
  readonly keys: KeyStore;
  readonly embedder: Pick<IdleEmbedder, 'embed'>;
  readonly random: RandomBytes;
  readonly now: () => number;
}

/** Bytes of an address: nobody can try them all. */
const addressBytes = 18;
/** Texts that are embedded in one call: about a second of work. */
export const textsAtOnce = 64;

export function createPreviews({ store, catalogue, keys, embedder, random, now }: PreviewsOptions): Previews {
  async function preview(stored: StoredPreview): Promise<Preview> {
    const written = writtenOf(stored);
    const { folder, problems } = folderOf(written);
    const found = { stored, written, folder };
    try {
      if (problems.length > 0) throw new StudyFolderError(problems);
      const publishable = await examine(folder, catalogue, now());
      return { ...found, publishable: fresh(publishable, stored.publishedRounds), problems: [] };
    } catch (error) {
      if (!(error instanceof StudyFolderError)) throw error;
      return { ...found, publishable: undefined, problems: error.problems };
    }
  }

  /** The model of the published study, or the one that a new study will name. */
  const modelIn = ({ study }: StudyFolder): EmbeddingModel => {
    const existing = catalogue.studyNamed(study.name)?.signed.document.model;
    return (existing && modelNamed(existing)) ?? modelOf(study);
  };

  const find = async (stored: StoredPreview | undefined): Promise<Preview | undefined> => stored && preview(stored);

  /** The preview that somebody has seen, and nothing else. */
  async function still({ name, sha256 }: SeenPreview): Promise<Preview | undefined> {
    const stored = await store.previewNamed(name);
    return stored?.sha256 === sha256 ? preview(stored) : undefined;
  }

  return {
    async put(written) {
      await catalogue.current();
      const { folder, problems } = folderOf(written);
      if (problems.length > 0) throw new StudyFolderError(problems);
      const { first } = fresh(await examine(folder, catalogue, now()));
      const stored = {
        name: folder.study.name,
        address: Buffer.from(random(addressBytes)).toString('base64url'),
        sha256: await writtenStudyHash(written),
        content: Buffer.from(canonicalBytes(written)).toString('utf8'),
        publishedRounds: first,
        madeAt: now(),
      };
      return preview({ ...stored, address: await store.putPreview(stored) });
    },
    all: () => store.previews(),
    named: async (name) => find(await store.previewNamed(name)),
    at: async (address) => find(await store.previewAt(address)),
    discard: (name) => store.discardPreview(name),

    async embed(seen) {
      const stored = await store.previewNamed(seen.name);
      if (stored?.sha256 !== seen.sha256) return undefined;
      const { folder } = folderOf(writtenOf(stored));
      const texts = newTexts(folder, stored.publishedRounds);
      const model = modelIn(folder);
      const first = vectorCount(await store.vectors(seen), model.dimensions);
      const next = texts.slice(first, first + textsAtOnce);
      if (next.length > 0) {
        const vectors = await embedder.embed(next, model);
        await store.addVectors(seen, { first, bytes: vectorBytes(vectors, model.dimensions) });
      }
      return { embedded: first + next.length, of: texts.length };
    },

    async open(seen) {
      await catalogue.current();
      const found = await still(seen);
      if (!found) return 'changed';
      if (!found.publishable) throw new StudyFolderError(found.problems);
      const vectors = vectorsOf(await store.vectors(seen), modelIn(found.folder).dimensions);
      if (vectors.length < newTexts(found.folder, found.stored.publishedRounds).length) return 'unembedded';
      const publication = await signPublication(found.publishable, {
        keys: reporting(keys),
        embed: async (texts) => vectors.splice(0, texts.length),
        now,
      });
      const opened = await store.openPreview(seen, publication).catch(async (error) => {
        // Another process may have published a study of this name, or a round of it, a moment ago.
        await catalogue.reload();
        await examine(found.folder, catalogue, now()).then((again) => fresh(again, found.stored.publishedRounds));
        throw error;
      });
      if (!opened) return 'changed';
      await keys.keep(seen.name);
      await catalogue.reload();
      return { study: publication.study.id, newRounds: publication.rounds.length };
    },
  };
}

const writtenOf = ({ content }: StoredPreview): WrittenStudy => writtenStudySchema.parse(JSON.parse(content));

/** @throws {StudyFolderError} when there is nothing to open, or rounds were published since the preview was made */
function fresh(publishable: Publishable, publishedRounds = publishable.first): Publishable {
  const { folder, first } = publishable;
  if (first === folder.rounds.length) {
    const message = 'all of this is published already; add a round at the end of the list, or take another name';
    throw new StudyFolderError([folder.problemAt(['rounds'], message)]);
  }
  if (first === publishedRounds) return publishable;
  const message = `${first - publishedRounds} of these rounds were published meanwhile; publish the folder again and look at what is left`;
  throw new StudyFolderError([folder.problemAt(['rounds'], message)]);
}

/** Keys on a disk that is full, or may not be written: nothing was opened. */
function reporting(keys: KeyStore): KeyStore {
  return {
    ...keys,
    add: (study, pem) =>
      keys.add(study, pem).catch((error: NodeJS.ErrnoException) => {
        throw new StorageUnavailable(`the key of the study cannot be stored (${error.code ?? 'unknown'})`);
      }),
  };
}
