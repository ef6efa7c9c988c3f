import type { RoundId, Sha256, StudyId } from '../../core/ids.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { Study } from '../../core/protocol/study.ts';
import { decodeTexts } from '../../core/protocol/texts.ts';
import type { Batch, PublicationStore, StoredRound, StoredStudy } from '../store/publication-store.ts';

/**
 * Everything published, in memory. Studies, rounds and batches never change, so they are read from the store at the
 * start and after each publication. A round counts as closed from its `closesAt` on, whether or not the store has
 * closed it already.
 */
export interface Catalogue {
  studies(): readonly StoredStudy[];
  study(id: StudyId): StoredStudy | undefined;
  studyNamed(name: string): StoredStudy | undefined;
  /** The study that corrects this one. */
  correctionOf(id: StudyId): StoredStudy | undefined;
  round(id: RoundId): { readonly study: StoredStudy; readonly round: StoredRound } | undefined;
  batch(sha256: Sha256): Batch | undefined;
  textsOf(manifest: RoundManifest): string[];
  isClosed(round: StoredRound): boolean;
  /** Whether the time of a study is over. */
  isOver(study: Study): boolean;
  /** Reads the store anew, after something was published or closed. */
  reload(): Promise<void>;
  /**
   * Reads the store anew if another process has published or closed something by now. Devices check that the log of a
   * study only grows, so whatever they are told about a study waits for this.
   *
   * @throws {StorageUnavailable}
   */
  current(): Promise<void>;
}

/** @throws {StorageUnavailable} */
export async function openCatalogue(store: PublicationStore, now: () => number): Promise<Catalogue> {
  let studies: readonly StoredStudy[] = [];
  let batches = new Map<Sha256, Batch>();
  let rounds = new Map<RoundId, { study: StoredStudy; round: StoredRound }>();

  let loaded = -1;

  async function reload(): Promise<void> {
    // Read first: what is published in between is read once more.
    const version = await store.version();
    const stored = await store.publications();
    // Another reading may have overtaken this one.
    if (version < loaded) return;
    loaded = version;
    studies = stored.studies;
    batches = new Map(stored.batches.map((batch) => [batch.sha256, batch]));
    rounds = new Map(studies.flatMap((study) => study.rounds.map((round) => [round.id, { study, round }])));
  }
  await reload();

  const check = async (): Promise<void> => {
    if ((await store.version()) !== loaded) await reload();
  };
  let checking: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  /** All that ask while a check is under way share the next one. */
  function current(): Promise<void> {
    if (checking) {
      next ??= checking
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return current();
        });
      return next;
    }
    checking = check().finally(() => {
      checking = undefined;
    });
    return checking;
  }

  return {
    studies: () => studies,
    study: (id) => studies.find((study) => study.id === id),
    studyNamed: (name) => studies.find((study) => study.signed.document.name === name),
    correctionOf: (id) =>
      studies.find(({ signed: { document }, withdrawn }) => {
        const corrected = document.format === 'data-donor/study/2' ? document.corrects?.study : undefined;
        return corrected === id && !withdrawn;
      }),
    round: (id) => rounds.get(id),
    batch: (sha256) => batches.get(sha256),
    textsOf({ texts }) {
      const batch = batches.get(texts.sha256);
      if (!batch) throw new Error('a round without its texts');
      return decodeTexts(batch.bytes);
    },
    isClosed: (round) => round.closed || now() >= Date.parse(round.signed.document.closesAt),
    isOver: ({ endsAt }) => now() >= Date.parse(endsAt),
    reload,
    current,
  };
}
