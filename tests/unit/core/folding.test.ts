import { describe, expect, it } from 'vitest';
import { fold, foldedWords } from '../../../core/folding.ts';

describe('the same text', () => {
  it.each([
    ['I don’t know', "I don't know"],
    ['STRASSE', 'Straße'],
    ['ＷＩＤＥ １２', 'wide 12'],
    ['ﬁne', 'fine'],
    ['co\u00adopera\u200btion', 'cooperation'],
    ['\ufeffdraft\u2060', 'draft'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['İSTANBUL', 'istanbul'],
    ['ISPARTA', 'ısparta'],
    ['مُحَمَّد', 'محمد'],
    ['كتـــاب', 'كتاب'],
    ['שָׁלוֹם', 'שלום'],
    ['cafe\u0301', 'café'],
    ['\u202eabc\u202c', 'abc'],
  ])('%j and %j', (a, b) => expect(fold(a)).toBe(fold(b)));
});

describe('another text', () => {
  it.each([
    ['café', 'cafe'],
    ['schön', 'schon'],
    ['resume', 'résumé'],
    ['한글', '한굴'],
    ['पानी', 'पान'],
    ['נֵר', 'נַחַל'],
  ])('%j and %j', (a, b) => expect(fold(a)).not.toBe(fold(b)));
});

describe('words', () => {
  it.each([
    ['Well, I don’t know!', ['well', 'i', "don't", 'know']],
    ['  ', []],
    ['?! …', []],
    ['Lentil soup, again', ['lentil', 'soup', 'again']],
  ])('of %j are %j', (text, words) => expect(foldedWords(text)).toEqual(words));

  it('are found in languages without spaces', () => {
    expect(foldedWords('今日は天気がいいです').length).toBeGreaterThan(2);
  });
});
