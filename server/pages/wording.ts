import { shortPercent } from '../../core/percent.ts';
import { type RoundManifest, releasePlanOf } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import type { Study } from '../../core/protocol/study.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** "2,000" */
export const count = (value: number): string => whole.format(value);

/** Three significant digits, which is more than any epsilon deserves. */
export const epsilon = (value: number): string => String(Number(value.toPrecision(3)));

/** "30 June 2027 at 00:00 UTC" */
export const time = (iso: string): string => `${dates.format(new Date(iso))} UTC`;

/** "1 in 1,000,000" */
export const oneIn = (probability: number): string => `1 in ${count(1 / probability)}`;

export const plural = (number: number, one: string, many: string): string =>
  `${count(number)} ${number === 1 ? one : many}`;

/** What the answer "none" means in a round. */
export const noneLabel = (kind: RoundManifest['kind']): string =>
  kind === 'candidates' ? 'none of these (wrote nothing, or nothing similar)' : 'none of these (typed none of them)';

/**
 * When an open round releases estimates next, if enough reports come.
 *
 * @param released reports at each release so far
 */
export function planInWords(manifest: RoundManifest, released: readonly number[] = []): string {
  const { releases, minimumReports } = releasePlanOf(manifest);
  const needed = count((released.at(-1) ?? 0) + minimumReports);
  const atClose = `when the round closes on ${time(manifest.closesAt)}`;
  if (released.length < releases - 1) return `as soon as there are ${needed} reports, and again later`;
  return `${atClose}, if there are at least ${needed} reports by then`;
}

/** Which of the planned releases this is. */
export function releaseInWords({ releases, plannedReleases, level }: Released): string {
  if (plannedReleases === 1) return 'the only one that the signed manifest plans';
  const number = `number ${releases.length} of the ${plannedReleases} that the signed manifest plans at most`;
  return `${number}; they share an error of ${shortPercent(level * plannedReleases)}`;
}

/** When the single votes are deleted. */
export function votesInWords(votes: RoundResults['votes']): string {
  if (votes.state === 'deleted') return 'The single votes were deleted; their sums stay.';
  if (votes.state === 'kept') return 'The study does not say when the single votes are deleted.';
  return `The single votes are deleted on ${time(votes.time)}; their sums stay.`;
}

/** What a study promises about its single votes. */
export const retentionInWords = (study: Study): string =>
  study.format === 'data-donor/study/1' || study.retentionDays === null
    ? 'the study does not say when they are deleted'
    : `deleted ${plural(study.retentionDays, 'day', 'days')} after the end; their sums stay`;

/** Why a round was closed without a release, for the page and the command. */
export const withheldReason =
  'The server was restored from a backup while this round was open, and reports that arrived after the backup are lost.';

/** Most texts that a sentence names. */
const mostNamed = 4;

const eitherOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/**
 * From which others the text with the largest share can be told apart: one sentence, or none where its share cannot be
 * told from zero.
 */
export function leaderInWords({ leader, shares }: Released, texts: readonly string[]): string[] {
  const first = shares.find(({ index }) => index === leader?.index);
  if (!leader || !first?.significant) return [];
  const name = `“${texts[leader.index] ?? ''}”`;
  const others = shares.filter(({ index }) => index !== leader.index && !leader.apartFrom.includes(index));
  if (others.length === 0) return [`${name} has the largest share: it can be told apart from every other text.`];
  const names = others.toSorted((a, b) => b.share - a.share).map(({ index }) => texts[index] ?? '');
  const named = names.length <= mostNamed ? names : names.slice(0, mostNamed - 1);
  const more = names.length > named.length ? [`${count(names.length - named.length)} more`] : [];
  const unclear = eitherOf.format([...named.map((text) => `“${text}”`), ...more]);
  const apart = `can be told apart from ${count(leader.apartFrom.length)} of the other ${count(shares.length - 1)} texts`;
  return [
    `${name} has the largest estimate. It ${apart}, but not from ${unclear}: any of these may have a larger share.`,
  ];
}
