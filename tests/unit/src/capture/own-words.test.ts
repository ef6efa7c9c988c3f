import { describe, expect, it } from 'vitest';
import { joined, type MarkedText, marked } from '../../../../src/capture/marked-text.ts';
import { linesWithOwnWords, ownWords } from '../../../../src/capture/own-words.ts';

/** Ranges in turn typed and foreign. */
const turns = (...texts: readonly string[]): MarkedText =>
  joined(...texts.map((text, i) => marked(text, i % 2 === 0 ? 'typed' : 'foreign')));

describe('own words', () => {
  it('are all there is when nothing foreign is', () => {
    expect(ownWords(turns('See you  on Monday!'))).toBe('See you  on Monday!');
    expect(ownWords(turns(' two\n\n paragraphs here\n'))).toBe('two\n\n paragraphs here');
  });

  it.each(['', 'ok', 'see you', '... ! ?'])('are missing when there are fewer than three: %j', (text) => {
    expect(ownWords(turns(text))).toBeUndefined();
  });

  it('are enough when there are three', () => expect(ownWords(turns('see you soon'))).toBe('see you soon'));

  it('count in languages without spaces', () => {
    expect(ownWords(turns('我们明天在公园见面吧'))).toBe('我们明天在公园见面吧');
  });

  it('are those of unknown origin neither', () => {
    expect(ownWords(marked('three words here', 'unknown'))).toBeUndefined();
  });

  it.each([
    [['I think that ', 'the quarterly numbers', ' are wrong'], 'I think that\nare wrong'],
    [['', 'Dear Ann, thanks.\n\n', 'It was late again'], 'It was late again'],
    [['It was late again', '\nSent by a machine'], 'It was late again'],
    [['I told ', '@bob', ' about all this'], 'I told about all this'],
    [['I told', ' @bob ', 'about all this'], 'I told about all this'],
    [['better infra', 'structure', ' very soon'], 'better infra very soon'],
    [['one', '\n', 'two', ' ', 'three'], 'one\ntwo three'],
    [['one two\n', ' ', 'three'], 'one two\n three'],
    [['one two', '\nword\n', 'three'], 'one two\n\nthree'],
    [['one two', ' some words ', ' ', ' and more ', 'three'], 'one two\nthree'],
    [['one two', ' some words ', ' ', '\n@bob', 'three'], 'one two\nthree'],
    [['I think ', 'the quarterly numbers', 'are wrong ', '@bob', 'I say'], 'I think\nare wrong I say'],
    [['I told', '  @bob  ', 'about all this'], 'I told  about all this'],
  ])('of %j are %j', (texts, own) => expect(ownWords(turns(...texts))).toBe(own));

  it('leave out quoted lines and everything after "wrote:"', () => {
    const reply =
      'That works for me\n> shall we meet\n> on Monday\nthank you\nOn 3 May 2026, Ann wrote:\nshall we meet';
    expect(ownWords(turns(reply))).toBe('That works for me\nthank you');
    expect(ownWords(turns('Das passt mir gut\nAm 3. Mai 2026 schrieb Anna:\nTreffen wir uns'))).toBe(
      'Das passt mir gut',
    );
    expect(ownWords(turns('Ça me va bien\nLe 3 mai 2026, Anne a écrit :\nOn se voit'))).toBe('Ça me va bien');
    expect(ownWords(turns('yes that works\n--- Original Message ---\nno'))).toBe('yes that works');
    expect(ownWords(turns('yes that works\n-----Original Message-----\nno'))).toBe('yes that works');
    expect(ownWords(turns('yes that works\n  On 3 May Ann wrote: \nno'))).toBe('yes that works');
    expect(ownWords(turns('yes that works\n  > shall we meet'))).toBe('yes that works');
  });
});

it.each([
  'On Monday she wrote a letter',
  'On Monday she wrote: come over soon',
  'I like what on Monday she wrote:\nsee you there',
  'It says 5 > 3 here',
  'It says a> b here',
])('%j quotes nobody', (text) => expect(ownWords(turns(text))).toBe(text));

it('of unknown origin, several words part what was typed around them', () => {
  const text = joined(marked('I think ', 'typed'), marked('the numbers', 'unknown'), marked('are wrong', 'typed'));
  expect(ownWords(text)).toBe('I think\nare wrong');
});

describe('lines with own words', () => {
  it('are whole, and the others are missing', () => {
    expect(linesWithOwnWords(turns('my card 4111 1111', ' 1111 1111\nand more', '\n', 'not this', '!'))).toBe(
      'my card 4111 1111 1111 1111\nnot this!',
    );
    expect(linesWithOwnWords(turns('', 'nothing\nhere'))).toBe('');
    expect(linesWithOwnWords(turns('', 'a\nb\n', 'c', '\nd\ne'))).toBe('c');
  });
});
