import { describe, expect, it } from 'vitest';
import { judgeText, longestDraft } from '../../../../src/capture/draft-verdict.ts';
import { joined, marked } from '../../../../src/capture/marked-text.ts';

const typed = (text: string) => marked(text, 'typed');
const foreign = (text: string) => marked(text, 'foreign');

describe('the text of a field', () => {
  it('is a draft of what was typed in it', () => {
    const content = joined(typed('I think that '), foreign('@bob'), typed(' is right'));
    expect(judgeText(content)).toEqual({ kind: 'draft', text: 'I think that is right' });
  });

  it('is none with fewer than three typed words', () => {
    expect(judgeText(typed('see you'))).toEqual({ kind: 'too-few-words' });
    expect(judgeText(foreign('a whole pasted sentence'))).toEqual({ kind: 'too-few-words' });
  });

  it('is none when it is longer than 10 000 characters', () => {
    const text = 'a few words '.repeat(1000).slice(0, longestDraft - 1);
    expect(longestDraft).toBe(10_000);
    expect(judgeText(typed(`${text}!`))).toEqual({ kind: 'draft', text: `${text}!` });
    expect(judgeText(typed(`${text}!!`))).toEqual({ kind: 'too-long' });
  });

  it.each([
    ['typed', typed('my card is 4111 1111 1111 1111')],
    ['typed in part', joined(typed('my card 4111 11'), foreign('11 1111 1111'))],
    ['typed around a word of others', joined(typed('my card 4111 1111 '), foreign('and'), typed(' 1111 1111'))],
    ['typed alone, which are too few words', typed('4111 1111 1111 1111')],
  ])('is none when it holds a secret, %s', (_, content) => {
    expect(judgeText(content)).toEqual({ kind: 'secret' });
  });

  it('may stand beside a secret that others wrote in another line', () => {
    const content = joined(foreign('4111 1111 1111 1111\n'), typed('that is your card'));
    expect(judgeText(content)).toEqual({ kind: 'draft', text: 'that is your card' });
  });
});
