import { expect, test } from 'vitest';
import { suggestedThreshold, type TriedText, thresholdOf } from '../../../../server/pilots/thresholds.ts';

const text = (similarity: number, verdict?: TriedText['verdict']): TriedText => ({ similarity, verdict });
const labelled = [
  text(0.8, 'right'),
  text(0.5, 'right'),
  text(0.45, 'wrong'),
  text(0.2, 'wrong'),
  text(0.5, 'off-topic'),
  text(0.1, 'off-topic'),
];

test('a threshold counts right, wrong and "none" of the texts that a candidate is about, and the others apart', () => {
  expect(thresholdOf(labelled, 0.5)).toEqual({
    minSimilarity: 0.5,
    right: 0.5,
    wrong: 0,
    none: 0.5,
    offTopicNone: 0.5,
  });
  expect(thresholdOf(labelled, 0.51)).toEqual({
    minSimilarity: 0.51,
    right: 0.25,
    wrong: 0,
    none: 0.75,
    offTopicNone: 1,
  });
  expect(thresholdOf(labelled, 0)).toEqual({ minSimilarity: 0, right: 0.5, wrong: 0.5, none: 0, offTopicNone: 0 });
});

test('without labels there is only "none"', () => {
  expect(thresholdOf([text(0.3), text(0.6)], 0.5)).toEqual({
    minSimilarity: 0.5,
    right: null,
    wrong: null,
    none: 0.5,
    offTopicNone: null,
  });
});

test('the suggestion has the most right answers less wrong ones; of several the smallest, up to the next text', () => {
  // From .46 to .5 two are right and one is off-topic; above .5 one is right.
  expect(suggestedThreshold(labelled)).toBe(0.5);
  expect(suggestedThreshold([text(0.7, 'right'), text(0.6, 'off-topic')])).toBe(0.7);
  expect(suggestedThreshold([text(0.7, 'right'), text(0.4, 'right')])).toBe(0.4);
});

test('without labels the suggestion lets 90 % of the texts have a candidate', () => {
  const texts = Array.from({ length: 10 }, (_, i) => text(0.1 * (i + 1) - 0.005));
  expect(suggestedThreshold(texts)).toBe(0.19);
  expect(suggestedThreshold([...texts.slice(1), text(0.3)])).toBe(0.29);
});
