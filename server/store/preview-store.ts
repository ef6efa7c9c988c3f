import type { Sha256 } from '../../core/ids.ts';
import type { Publication } from './publication-store.ts';

/** What researchers wrote and look at before it is opened. No device is ever told of it. */
export interface StoredPreview {
  /** Name of the study. */
  readonly name: string;
  /** Random; whoever knows it may look at the pages. */
  readonly address: string;
  /** SHA-256 of `content`. */
  readonly sha256: Sha256;
  /** What the researchers wrote, as canonical JSON (studies/written-study.ts). */
  readonly content: string;
  /** Number of rounds of this study that were published before, all of which `content` repeats. */
  readonly publishedRounds: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Vectors of some of a preview's texts, in their order, as little-endian f32. */
export interface StoredVectors {
  /** Position of the first one among all that are new in the preview. */
  readonly first: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The preview that somebody has looked at: another one of that name is not meant. */
export type SeenPreview = Pick<StoredPreview, 'name' | 'sha256'>;

/** Keeps previews, one for a name, until they are opened or thrown away. */
export interface PreviewStore {
  /**
   * Keeps a preview in the place of an earlier one of that name, whose address stays and whose vectors go unless its
   * content is the same.
   *
   * @returns the address
   */
  putPreview(preview: StoredPreview): Promise<string>;
  /** By name. */
  previews(): Promise<StoredPreview[]>;
  previewNamed(name: string): Promise<StoredPreview | undefined>;
  previewAt(address: string): Promise<StoredPreview | undefined>;
  /** False when there is none of this name. */
  discardPreview(name: string): Promise<boolean>;
  /** Does nothing when the preview is another one by now, or has vectors at this position. */
  addVectors(preview: SeenPreview, vectors: StoredVectors): Promise<void>;
  /** In the order of the texts; none when the preview is another one by now. */
  vectors(preview: SeenPreview): Promise<StoredVectors[]>;
  /**
   * Publishes and takes the preview away, both or neither.
   *
   * @returns false when the preview is another one by now, or gone
   */
  openPreview(preview: SeenPreview, publication: Publication): Promise<boolean>;
}
