import { refusalInWords } from '../../capture/refusals.ts';
import type { SiteKeeping } from '../../sites/last-kept.ts';
import { agoInWords } from './time.ts';

/** A sentence for each reason: those of the field policy, and what the capture itself says of a text. */
const reasons: Readonly<Record<string, string>> = {
  ...refusalInWords,
  secret: 'It looks as if there is a secret in it, such as a card number, an account number or a key.',
  'too-few-words': 'There were too few words of your own in it.',
  'too-long': 'The text was too long.',
};

/** One sentence that says why something was not kept. */
export const refusalSentence = (reason: string): string =>
  Object.hasOwn(reasons, reason) ? (reasons[reason] ?? '') : 'It is of a kind that is never kept.';

/** The times in `keepingInWords`. */
export const momentsOfKeeping = (sites: readonly SiteKeeping[]): number[] =>
  sites.flatMap(({ lastKeptAt, refused }) => [lastKeptAt, refused?.at].filter((at) => at !== undefined));

/**
 * What became of the words typed last on an allowed site: when something was kept, and if the field typed in last was
 * not, why not.
 */
export function keepingInWords({ lastKeptAt, refused }: SiteKeeping, now: number): string {
  const kept = lastKeptAt === undefined ? 'Nothing kept here yet.' : `Last kept: ${agoInWords(lastKeptAt, now)}.`;
  if (refused === undefined || refused.at < (lastKeptAt ?? 0)) return kept;
  return `${kept} The field you typed in last (${agoInWords(refused.at, now)}) was not kept. ${refusalSentence(refused.reason)}`;
}
