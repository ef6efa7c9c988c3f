import type { RoundId, Sha256, StudyId } from '../../core/ids.ts';
import { subsetSelection } from '../../core/privacy/subset-selection.ts';
import { type RoundManifest, roundManifestSchema } from '../../core/protocol/manifest.ts';
import type { RoundEntry } from './study-file.ts';

/** What a round is given when it is published, beside what its author wrote. */
export interface RoundPlacement {
  readonly study: StudyId;
  readonly sequence: number;
  readonly previous: RoundId | null;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly texts: { readonly sha256: Sha256; readonly count: number };
  /** Of a candidate round. */
  readonly embeddings: { readonly sha256: Sha256; readonly dimensions: number } | undefined;
}

/**
 * The manifest of a round.
 *
 * @throws {RangeError | z.ZodError} when mechanism or times cannot be
 */
export function roundManifest(entry: RoundEntry, { texts, embeddings, ...placed }: RoundPlacement): RoundManifest {
  const shared = {
    ...placed,
    format: 'data-donor/round/1',
    title: entry.title,
    mechanism: subsetSelection(texts.count + 1, entry.epsilon),
    release: { plan: 'at-close', minimumReports: entry.minimumReports },
    texts,
  };
  const { kind } = entry;
  return roundManifestSchema.parse(
    kind === 'candidates'
      ? {
          ...shared,
          kind,
          embeddings,
          answerRule: 'random-draft',
          recentDrafts: entry.recentDrafts,
          minSimilarity: entry.minSimilarity,
        }
      : { ...shared, kind, poll: 'which', windowDays: entry.windowDays },
  );
}
