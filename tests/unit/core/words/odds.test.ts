import { describe, expect, test } from 'vitest';
import { realisedEpsilon, subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import {
  epsilonInWords,
  hidingInWords,
  oddsInWords,
  questionOdds,
  questionOddsInWords,
  shareInWords,
  shiftInWords,
  timesInHundred,
} from '../../../../core/words/odds.ts';
import { english } from '../../../speakers.ts';

const oddsOf = (question: Parameters<typeof questionOdds>[0]): string =>
  questionOddsInWords(english, question, questionOdds(question));

describe('odds of a question', () => {
  // p for k = 2, 21 and 101 at epsilon 4 as docs/mathematics.md states them.
  test.each([
    { fewestTexts: 1, times: 98, answers: 1 },
    { fewestTexts: 20, times: 73, answers: 1 },
    { fewestTexts: 100, times: 52, answers: 2 },
  ])('$fewestTexts texts at epsilon 4: true $times times in 100', ({ fewestTexts, times, answers }) => {
    const odds = questionOdds({ rule: 'which', fewestTexts, epsilon: 4 });
    expect(timesInHundred(odds.probabilityTrue)).toBe(times);
    expect(odds.answersInVote).toBe(answers);
    expect(odds.largestShift).toBeCloseTo(54.598, 3);
  });

  test('a vote of one answer and a vote of several are told apart', () => {
    expect(oddsOf({ rule: 'which', fewestTexts: 20, epsilon: 4 })).toBe(
      'With 20 phrases to choose from, your vote holds your true answer about 73 times in 100. Otherwise it is another answer, picked at random.',
    );
    expect(oddsOf({ rule: 'random-draft', fewestTexts: 100, epsilon: 4 })).toBe(
      'With 100 texts to choose from, a vote names 2 answers. Your true answer is one of them about 52 times in 100. Otherwise all of them are others, picked at random.',
    );
  });

  test.each([
    [0.7449, /no single vote proves/],
    [0.745, /strong hint/],
    [0.8949, /strong hint/],
    [0.895, /nearly sure/],
    [0.98, /nearly sure/],
  ])('at %f say how well a vote hides its answer', (probability, words) => {
    expect(hidingInWords(english, probability)).toMatch(words);
  });

  test('are never rounded to always or never', () => {
    expect(oddsInWords(english, 0.9999)).toBe('about 99 times in 100');
    expect(oddsInWords(english, 0.0001)).toBe('about 1 time in 100');
  });
});

describe('numbers in words', () => {
  test('the largest shift keeps a decimal where whole numbers are coarse', () => {
    expect(shiftInWords(english, Math.exp(4))).toBe('55 to 1');
    expect(shiftInWords(english, Math.exp(1))).toBe('2.7 to 1');
    expect(shiftInWords(english, Math.exp(8))).toBe('2,981 to 1');
  });

  test('a realised epsilon just below 4 is written as 4', () => {
    const realised = realisedEpsilon(subsetSelection(21, 4));
    expect(realised).toBeLessThan(4);
    expect(epsilonInWords(english, realised)).toBe('4');
    expect(epsilonInWords(english, 0.5)).toBe('0.5');
  });

  test('shares', () => {
    expect(shareInWords(english, 0.0495)).toBe('5%');
    expect(shareInWords(english, 0.0809)).toBe('8.1%');
    expect(shareInWords(english, 0.396)).toBe('40%');
  });
});
