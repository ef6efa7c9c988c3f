import { type RoundManifest, releasePlanOf } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import type { Study } from '../../core/protocol/study.ts';
import type { Reader } from '../language/reader.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

/** What the answer "none" means in a round. */
export const noneLabel = ({ say }: Reader, kind: RoundManifest['kind']): string => say(`none_${kind}`);

/** How many reports an open round has, as roughly as may be said. */
export const coarseTotalInWords = ({ say }: Reader, coarseTotal: number): string =>
  coarseTotal === 0 ? say('round_few_reports') : say('round_reports', { count: coarseTotal });

/**
 * When an open round releases estimates next, if enough reports come: one sentence.
 *
 * @param released reports at each release so far
 */
export function planInWords({ say, time }: Reader, manifest: RoundManifest, released: readonly number[] = []): string {
  const { releases, minimumReports } = releasePlanOf(manifest);
  const needed = (released.at(-1) ?? 0) + minimumReports;
  if (released.length < releases - 1) return say(released.length === 0 ? 'plan_first' : 'plan_next', { needed });
  return say(released.length === 0 ? 'plan_only' : 'plan_last', { needed, time: time(manifest.closesAt) });
}

/** Which of the planned releases this is: one sentence. */
export function releaseInWords({ say, shortPercent }: Reader, { releases, plannedReleases, level }: Released): string {
  if (plannedReleases === 1) return say('release_only');
  return say('release_number', {
    number: releases.length,
    planned: plannedReleases,
    error: shortPercent(level * plannedReleases),
  });
}

/** When the single votes are deleted. */
export function votesInWords({ say, time }: Reader, votes: RoundResults['votes']): string {
  if (votes.state === 'deleted') return say('votes_deleted');
  if (votes.state === 'kept') return say('votes_kept');
  return say('votes_kept_until', { time: time(votes.time) });
}

/** What a study promises about its single votes. */
export const retentionInWords = ({ say }: Reader, study: Study): string =>
  study.format === 'data-donor/study/1' || study.retentionDays === null
    ? say('study_votes_kept')
    : say('study_votes_deleted', { days: study.retentionDays });

/** Most texts that a sentence names. */
const mostNamed = 4;

/**
 * From which others the text with the largest share can be told apart: one sentence, or nothing where its share cannot
 * be told from zero.
 *
 * @param named makes what stands for a text in the sentence
 */
export function leaderInWords<Node>(
  { say, tell, locale }: Reader,
  { leader, shares }: Released,
  texts: readonly string[],
  named: (text: string) => Node,
): readonly (string | Node)[] {
  const first = shares.find(({ index }) => index === leader?.index);
  if (!leader || !first?.significant) return [];
  const quoted = (index: number) => tell('quoted_text', { text: named(texts[index] ?? '') });
  const others = shares.filter(({ index }) => index !== leader.index && !leader.apartFrom.includes(index));
  if (others.length === 0) return tell('leader_apart', { name: quoted(leader.index) }).flat() as (string | Node)[];
  const sorted = others.toSorted((a, b) => b.share - a.share).map(({ index }) => index);
  const shown = sorted.length <= mostNamed ? sorted : sorted.slice(0, mostNamed - 1);
  const more = sorted.length - shown.length;
  const entries = [...shown.map(quoted), ...(more > 0 ? [[say('leader_more', { count: more })]] : [])];
  const unclear = new Intl.ListFormat(locale, { type: 'disjunction' })
    .formatToParts(entries.map((_, i) => String(i)))
    .flatMap(({ type, value }) => (type === 'element' ? (entries[Number(value)] ?? []) : [value]));
  return tell('leader_unclear', {
    name: quoted(leader.index),
    apart: leader.apartFrom.length,
    count: shares.length - 1,
    unclear,
  }).flat() as (string | Node)[];
}
