import { describe, expect, test } from 'vitest';
import { outOfScope, plantWorld } from '../../../fleet/planted-world.ts';

const topics = Array.from({ length: 13 }, (_, index) => `topic ${index}`);
const drafts = [...topics, outOfScope].flatMap((topic) =>
  Array.from({ length: 8 }, (_, index) => ({ topic, text: `${topic}, draft ${index}` })),
);

describe('a planted world', () => {
  test('has percentages that add up to 100, the largest topic first, out of scope last', () => {
    const { percents } = plantWorld(drafts, 10, 1);
    const values = [...percents.values()];
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(100);
    expect([...percents.keys()].at(-1)).toBe(outOfScope);
    expect(new Set(percents.keys())).toEqual(new Set([...topics, outOfScope]));
    const inScope = values.slice(0, -1);
    expect(inScope).toEqual([...inScope].sort((a, b) => b - a));
  });

  test('gives every volunteer one to five different drafts', () => {
    const { volunteers } = plantWorld(drafts, 500, 2);
    const counts = new Set(volunteers.map((own) => own.length));
    expect(counts).toEqual(new Set([1, 2, 3, 4, 5]));
    for (const own of volunteers) expect(new Set(own).size).toBe(own.length);
  });

  test('writes about each topic as often as planted, whichever of the drafts is drawn', () => {
    const volunteers = 20_000;
    const world = plantWorld(drafts, volunteers, 3);
    for (const pick of [0, -1]) {
      for (const [topic, percent] of world.percents) {
        const share = percent / 100;
        const count = world.volunteers.filter((own) => drafts[own.at(pick) as number]?.topic === topic).length;
        const standardDeviation = Math.sqrt(volunteers * share * (1 - share));
        expect(Math.abs(count - volunteers * share)).toBeLessThan(4 * standardDeviation);
      }
    }
  });

  test('is the same for the same seed and another for another', () => {
    expect(plantWorld(drafts, 50, 4)).toEqual(plantWorld(drafts, 50, 4));
    expect(plantWorld(drafts, 50, 4)).not.toEqual(plantWorld(drafts, 50, 5));
  });

  test('refuses drafts that it has no proportions for', () => {
    const few = drafts.filter(({ topic }) => ['topic 1', 'topic 2', 'topic 3', outOfScope].includes(topic));
    expect(() => plantWorld(few, 1, 1)).toThrow('expected 4 to 13 topics');
    const another = few.map((draft) => ({ ...draft, topic: 'topic 99' }));
    expect(() => plantWorld([...drafts, ...another], 1, 1)).toThrow('expected 4 to 13 topics');
    expect(() => plantWorld(drafts.slice(5), 1, 1)).toThrow('expected at least 5 about "topic 0"');
  });
});
