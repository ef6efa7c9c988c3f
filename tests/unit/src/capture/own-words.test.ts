import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inserted, ownWords } from '../../../../src/capture/own-words.ts';

describe('what was inserted', () => {
  it.each([
    ['', 'hello', 'hello'],
    ['hello', 'hello world', ' world'],
    ['hello world', 'hello big world', 'big '],
    ['hello world', 'hello', ''],
    ['abc', 'axc', 'x'],
    ['same', 'same', ''],
  ])('%j -> %j is %j', (before, after, piece) => expect(inserted(before, after)).toBe(piece));

  it('is as long as what was put somewhere into a text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (text, piece, position) => {
        const at = position % (text.length + 1);
        return inserted(text, text.slice(0, at) + piece + text.slice(at)).length === piece.length;
      }),
    );
  });
});

describe('own words', () => {
  it('are all there is when nothing foreign is', () => {
    expect(ownWords('See you on Monday!', [])).toBe('See you on Monday!');
  });

  it.each(['', 'ok', 'see you', '... ! ?'])('are missing when there are fewer than three: %j', (text) => {
    expect(ownWords(text, [])).toBeUndefined();
  });

  it('count in languages without spaces', () => {
    expect(ownWords('我们明天在公园见面吧', [])).toBe('我们明天在公园见面吧');
  });

  it('are what is left beside pasted or prefilled text', () => {
    const quote = 'the quarterly numbers are attached below';
    expect(ownWords(`I think that ${quote} are wrong`, [quote])).toBe('I think that \n are wrong');
    expect(ownWords(quote, [quote])).toBeUndefined();
    expect(ownWords(`${quote} yes`, [quote])).toBeUndefined();
  });

  it('are not taken when foreign words were edited', () => {
    const quote = 'the quarterly numbers are attached below';
    expect(ownWords('yes the quarterly numbers are NOT attached here below', [quote])).toBeUndefined();
  });

  it('leave a foreign text behind that was deleted again', () => {
    expect(ownWords('see you on Monday', ['https://example.org/some/page'])).toBe('see you on Monday');
  });

  it('do not lose letters to short completions', () => {
    expect(ownWords('the theatre was there', ['the'])).toBe('the theatre was there');
  });

  it('take a foreign text out as often as it was put in', () => {
    const piece = 'some pasted words here';
    expect(ownWords(`${piece} and also this then ${piece}`, [piece, piece])).toBe('and also this then');
  });

  it('leave out quoted lines and everything after "wrote:"', () => {
    const reply =
      'That works for me\n> shall we meet\n> on Monday\nthank you\nOn 3 May 2026, Ann wrote:\nshall we meet';
    expect(ownWords(reply, [])).toBe('That works for me\nthank you');
    expect(ownWords('Das passt mir gut\nAm 3. Mai 2026 schrieb Anna:\nTreffen wir uns', [])).toBe('Das passt mir gut');
    expect(ownWords('On Monday she wrote a letter', [])).toBe('On Monday she wrote a letter');
  });
});
