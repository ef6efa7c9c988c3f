import type { RoundId, Sha256, StudyId } from '../../core/ids.ts';
import { type RoundManifest, roundManifestSchema } from '../../core/protocol/manifest.ts';
import type { Study } from '../../core/protocol/study.ts';
import { mechanismFor } from './questions.ts';
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
 * The manifest of a round, in the version of its study.
 *
 * @throws {RangeError | z.ZodError} when mechanism or times cannot be
 */
export function roundManifest(
  entry: RoundEntry,
  { texts, embeddings, ...placed }: RoundPlacement,
  { format, cohorts }: Study,
): RoundManifest {
  const { minimumReports, releases } = entry;
  const shared = {
    ...placed,
    ...(format === 'data-donor/study/1'
      ? { format: 'data-donor/round/1', release: { plan: 'at-close', minimumReports } }
      : {
          format: 'data-donor/round/2',
          release: { releases, minimumReports },
          cohorts: entry.cohorts ?? Array.from({ length: cohorts }, (_, cohort) => cohort),
        }),
    title: entry.title,
    mechanism: mechanismFor(entry, texts.count),
    texts,
  };
  const { kind } = entry;
  return roundManifestSchema.parse(
    kind === 'candidates'
      ? {
          ...shared,
          kind,
          embeddings,
          answerRule: entry.answerRule,
          recentDrafts: entry.recentDrafts,
          minSimilarity: entry.minSimilarity,
        }
      : { ...shared, kind, poll: entry.poll, windowDays: entry.windowDays },
  );
}
