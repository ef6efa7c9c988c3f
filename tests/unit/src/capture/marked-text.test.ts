import { expect, it } from 'vitest';
import { changeBetween, joined, marked, rangesOf } from '../../../../src/capture/marked-text.ts';

it('a text is told in its longest ranges of one source', () => {
  const text = joined(marked('mine', 'typed'), marked('theirs', 'foreign'), marked('older', 'unknown'));
  expect(rangesOf(text)).toEqual([
    { source: 'typed', text: 'mine' },
    { source: 'foreign', text: 'theirs' },
    { source: 'unknown', text: 'older' },
  ]);
});

it('between equal texts nothing changes', () => {
  expect(changeBetween('ab', 'ab')).toEqual({ start: 2, end: 2, inserted: '' });
});
