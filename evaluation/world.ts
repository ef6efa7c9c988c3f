import { shuffled } from '../core/privacy/shuffled.ts';
import { seededRandom, seededUniform } from '../fleet/seeded-random.ts';
import type { EmbeddedCorpus, EmbeddedTexts } from './embedded-corpus.ts';

/** What the simulated volunteers of one seed write about. */
export interface World {
  /** True share of each topic. */
  readonly shares: Float64Array;
  /** Drafts of fresh volunteers, most recent first, as indices of the corpus's drafts. */
  volunteers(count: number): number[][];
  /** Other drafts from the same people, as indices of the corpus's measured drafts. */
  readonly measured: Int32Array;
}

const measuredDrafts = 4000;

/**
 * Draws a world: topics in random order, the topic of rank r with a share that goes with r^-exponent.
 *
 * @param draftsEach drafts of a volunteer; of several, two thirds are about a topic of the volunteer's own
 */
export function drawWorld(
  corpus: EmbeddedCorpus,
  { exponent, draftsEach }: { readonly exponent: number; readonly draftsEach: number },
  seed: number,
): World {
  const order = shuffled(
    Array.from({ length: corpus.topics }, (_, topic) => topic),
    seededRandom(seed),
  );
  const uniform = seededUniform(seed ^ 0x5bd1e995);
  const shares = new Float64Array(corpus.topics);
  order.forEach((topic, rank) => {
    shares[topic] = (rank + 1) ** -exponent;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  shares.forEach((share, topic) => {
    shares[topic] = share / total;
  });
  const drawTopic = () => {
    let left = uniform();
    for (const topic of order) {
      left -= shares[topic] as number;
      if (left < 0) return topic;
    }
    return order[0] as number;
  };
  const drawText = (texts: readonly (readonly number[])[], topic: number): number => {
    const ofTopic = texts[topic] as readonly number[];
    return ofTopic[Math.floor(uniform() * ofTopic.length)] as number;
  };
  const [drafts, measured] = [byTopic(corpus.drafts, corpus.topics), byTopic(corpus.measured, corpus.topics)];
  return {
    shares,
    measured: Int32Array.from({ length: measuredDrafts }, () => drawText(measured, drawTopic())),
    volunteers: (count) =>
      Array.from({ length: count }, () => {
        const own = drawTopic();
        return Array.from({ length: draftsEach }, (_, i) =>
          drawText(drafts, i === 0 && draftsEach === 1 ? own : uniform() < 2 / 3 ? own : drawTopic()),
        );
      }),
  };
}

/** For each topic its texts. */
function byTopic({ topicOf }: EmbeddedTexts, topics: number): number[][] {
  const texts = Array.from({ length: topics }, (): number[] => []);
  topicOf.forEach((topic, text) => {
    texts[topic]?.push(text);
  });
  return texts;
}
