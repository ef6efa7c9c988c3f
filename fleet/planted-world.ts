import { type RandomBytes, uniformBelow } from '../core/privacy/random-integers.ts';
import { shuffled } from '../core/privacy/shuffled.ts';
import { seededRandom } from './seeded-random.ts';
import type { TopicText } from './topic-texts.ts';

/** Per cent of all drafts that the topics get, the largest first: roughly Zipf's law. */
const percentByRank = [22, 16, 12, 8, 7, 6, 5, 4, 4, 3, 3, 2, 2];
/** Heading of the drafts that no candidate is like; they get the rest. */
export const outOfScope = 'none';

const fewestTopics = 4;
const mostDrafts = 5;

/** What the simulated volunteers wrote about, known here because it was made up here. */
export interface PlantedWorld {
  /** Per cent of drafts by topic, the largest topic first, `outOfScope` last; adds up to 100. */
  readonly percents: ReadonlyMap<string, number>;
  /** The drafts of each volunteer, most recent first: indices into the given drafts. */
  readonly volunteers: readonly (readonly number[])[];
}

/**
 * Makes up what `volunteers` people wrote: which topic is how common, and 1 to 5 different drafts for each person, two
 * in three about a topic of their own. The topic of a volunteer's random draft has exactly the distribution `percents`.
 *
 * The seed decides nothing but this world. No randomness of it may reach a vote, so it never leaves this function.
 *
 * @param drafts texts under their topics, `outOfScope` among them
 * @throws {Error} when there are fewer than four topics or more than proportions are planned for, or a topic has too
 * few drafts
 */
export function plantWorld(drafts: readonly TopicText[], volunteers: number, seed: number): PlantedWorld {
  const random = seededRandom(seed);
  const draftsOf = new Map<string, number[]>();
  drafts.forEach(({ topic }, index) => {
    draftsOf.set(topic, [...(draftsOf.get(topic) ?? []), index]);
  });
  const topics = shuffled(
    [...draftsOf.keys()].filter((topic) => topic !== outOfScope),
    random,
  );
  if (topics.length < fewestTopics || topics.length > percentByRank.length || !draftsOf.has(outOfScope)) {
    throw new Error(
      `drafts: expected ${fewestTopics} to ${percentByRank.length} topics and "${outOfScope}", found ${topics.length} topics`,
    );
  }
  for (const [topic, indices] of draftsOf) {
    if (indices.length < mostDrafts) throw new Error(`drafts: expected at least ${mostDrafts} about "${topic}"`);
  }
  const planted = topics.map((topic, rank): [string, number] => [topic, percentByRank[rank] as number]);
  const rest = planted.reduce((left, [, percent]) => left - percent, 100);
  const percents = new Map([...planted, [outOfScope, rest]]);

  const writeDrafts = (): number[] => {
    const own = drawTopic(percents, random);
    const count = 1 + uniformBelow(mostDrafts, random);
    const written = new Set<number>();
    while (written.size < count) {
      const topic = uniformBelow(3, random) < 2 ? own : drawTopic(percents, random);
      const choices = (draftsOf.get(topic) ?? []).filter((index) => !written.has(index));
      written.add(choices[uniformBelow(choices.length, random)] as number);
    }
    return [...written];
  };
  return { percents, volunteers: Array.from({ length: volunteers }, writeDrafts) };
}

function drawTopic(percents: ReadonlyMap<string, number>, random: RandomBytes): string {
  let left = uniformBelow(100, random);
  for (const [topic, percent] of percents) {
    left -= percent;
    if (left < 0) return topic;
  }
  throw new Error('percents: expected a sum of 100');
}
