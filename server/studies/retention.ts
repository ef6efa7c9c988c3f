import type { StoredStudy } from '../store/publication-store.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * When the votes of a study are to be deleted, as it had promised before anybody joined: `retentionDays` after its end.
 * A study that was ended or withdrawn before its time has ended then. Milliseconds since 1970; undefined when the study
 * promises nothing.
 */
export function votesEndAt({ signed: { document }, endedAt }: StoredStudy): number | undefined {
  if (document.format === 'data-donor/study/1' || document.retentionDays === null) return undefined;
  const end = Math.min(Date.parse(document.endsAt), endedAt ?? Number.POSITIVE_INFINITY);
  return end + document.retentionDays * dayMs;
}
