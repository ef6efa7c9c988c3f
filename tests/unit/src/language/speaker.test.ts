import { expect, test } from 'vitest';
import { createSpeaker } from '../../../../core/words/speaker.ts';

const sentences = {
  plain: "Don't stop.",
  plural: '{count, plural, one {# draft} other {# drafts}}',
  date: 'Ends on {at, date, long}',
  link: 'Read <all>the {count, number} texts</all> of {title}.',
};
const speaker = (locale: string) => createSpeaker((key: keyof typeof sentences) => sentences[key], locale);

test('a sentence is said with its values, numbers and dates as its locale writes them', () => {
  const { say } = speaker('de');
  expect(say('plain')).toBe("Don't stop.");
  expect(say('plural', { count: 1 })).toBe('1 draft');
  expect(say('plural', { count: 1200 })).toBe('1.200 drafts');
  expect(say('date', { at: Date.UTC(2027, 11, 31, 12) })).toBe('Ends on 31. Dezember 2027');
});

test('nodes stand where the sentence has them, in its order', () => {
  const { tell } = speaker('en');
  const all = (words: (string | { title: string } | { all: unknown })[]) => ({ all: words.join('') });
  expect(tell('link', { all, count: 1200, title: { title: 'Sport' } })).toEqual([
    'Read ',
    { all: 'the 1,200 texts' },
    ' of ',
    { title: 'Sport' },
    '.',
  ]);
});

test('a missing value is an error', () => {
  expect(() => speaker('en').say('plural')).toThrow(/count/);
});
