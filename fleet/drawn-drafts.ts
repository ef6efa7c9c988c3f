import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';
import { shuffled } from '../core/privacy/shuffled.ts';
import { seededRandom } from './seeded-random.ts';

/** Where the drafts of a fleet come from; texts are named by their indices. */
export type DraftSource =
  /** Each volunteer writes about a topic of its own; topics stand with the most common one first. */
  | { readonly kind: 'topics'; readonly topics: readonly (readonly number[])[] }
  /** Each volunteer has the drafts of one person, most recent first. */
  | { readonly kind: 'persons'; readonly persons: readonly (readonly number[])[] };

/** Most drafts of a volunteer whose drafts are drawn. */
const mostDrafts = 5;

/** The same items in an order that `seed` decides. */
export const seededOrder = <Item>(items: readonly Item[], seed: number): Item[] => shuffled(items, seededRandom(seed));

/**
 * The drafts of the volunteers `from` to `to - 1`, one list each. A seed decides nothing but these drafts: no
 * randomness of it may reach a vote.
 *
 * - `topics`: 1 to 5 different drafts, two in three about a topic of the volunteer's own. Topics follow Zipf's law: the
 *   topic of rank r is drawn 1/r times as often as the first. So is the topic of one draft of a volunteer.
 * - `persons`: each person in turn, so that every person stands for the same number of volunteers, give or take one.
 *
 * @param seed any 32-bit integer; the drafts of a range depend on it and on `from`
 */
export function* drawDrafts(
  source: DraftSource,
  { from, to }: { readonly from: number; readonly to: number },
  seed: number,
): Generator<readonly number[]> {
  if (source.kind === 'persons') {
    const { persons } = source;
    for (let volunteer = from; volunteer < to; volunteer++) yield persons[volunteer % persons.length] ?? [];
    return;
  }
  const random = seededRandom(seed ^ Math.imul(from + 1, 0x9e3779b9));
  const { topics } = source;
  const drawTopic = zipfTopics(topics.length, random);
  for (let volunteer = from; volunteer < to; volunteer++) {
    const own = drawTopic();
    const count = 1 + uniformBelow(mostDrafts, random);
    const drafts: number[] = [];
    // A small topic may not have so many different texts.
    for (let tries = 0; drafts.length < count && tries < 2 * count; tries++) {
      const topic = topics[uniformBelow(3, random) < 2 ? own : drawTopic()] as readonly number[];
      const draft = topic[uniformBelow(topic.length, random)] as number;
      if (!drafts.includes(draft)) drafts.push(draft);
    }
    yield drafts;
  }
}

/** Draws ranks from 0 by Zipf's law with exponent 1, in whole weights. */
function zipfTopics(topics: number, random: RandomBytes): () => number {
  const bounds: number[] = [];
  let total = 0;
  for (let rank = 1; rank <= topics; rank++) {
    total += Math.round(2 ** 24 / rank);
    bounds.push(total);
  }
  return () => {
    const drawn = uniformBelow(total, random);
    let low = 0;
    let high = topics - 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (drawn < (bounds[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
