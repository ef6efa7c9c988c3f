import { describe, expect, it } from 'vitest';
import { nearDuplicates } from '../../../../src/drafts/near-duplicates.ts';

describe('near-duplicates', () => {
  it.each([
    ['Shall we meet?', 'shall we meet'],
    ['Ｓhall we\n meet…', 'shall WE meet'],
    ['shall we meet on Monday', 'shall we meet on Monday at noon'],
    ['über den Wolken', 'Über den Wolken!'],
    ['', ' … '],
    ['well', 'well now'],
  ])('%j and %j are', (a, b) => {
    expect(nearDuplicates(a, b)).toBe(true);
    expect(nearDuplicates(b, a)).toBe(true);
  });

  it.each([
    ['shall we meet', 'shall we eat'],
    ['see you then', 'I do not know yet whether I can come, but if so, see you then'],
    ['we met on a train', 'we met on a training day'],
    ['', 'something'],
    ['well', 'well then'],
  ])('%j and %j are not', (a, b) => {
    expect(nearDuplicates(a, b)).toBe(false);
    expect(nearDuplicates(b, a)).toBe(false);
  });
});
