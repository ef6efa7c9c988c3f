import { say } from '../../language/say.ts';
import type { SiteKeeping } from '../../sites/last-kept.ts';
import { notKeptInWords } from './reasons.ts';
import { agoInWords } from './time.ts';

/** The times in `keepingInWords`. */
export const momentsOfKeeping = (sites: readonly SiteKeeping[]): number[] =>
  sites.flatMap(({ lastKeptAt, refused }) => [lastKeptAt, refused?.at].filter((at) => at !== undefined));

/**
 * What became of the words typed last on an allowed site: when something was kept, and if the field typed in last was
 * not, why not.
 */
export function keepingInWords({ lastKeptAt, refused }: SiteKeeping, now: number): string {
  const kept =
    lastKeptAt === undefined ? say('keeping_nothing') : say('keeping_last', { when: agoInWords(lastKeptAt, now) });
  if (refused === undefined || refused.at < (lastKeptAt ?? 0)) return kept;
  const refusal = say('keeping_refused', { when: agoInWords(refused.at, now) });
  return `${kept} ${refusal} ${notKeptInWords(refused.reason)}`;
}
