import { expect, test } from 'vitest';
import { closestAnswer, consideredDrafts, takesPart } from '../../../../core/answering/candidates.ts';
import { fragmentAnswer, fragmentsSeen } from '../../../../core/answering/fragments.ts';
import { decodeEmbeddings, encodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { nearest } from '../../../../core/embedding/nearest.ts';

const byte = (value: number) => (length: number) => new Uint8Array(length).fill(value);
const everyone = () => true;
const candidates = decodeEmbeddings(
  encodeEmbeddings([
    [1, 0],
    [0, 1],
  ]),
);

test('the nearest candidate, or "none" below the least similarity', () => {
  expect(closestAnswer([[0.1, 0.9]], candidates, { minSimilarity: 0.4 })).toBe(1);
  expect(closestAnswer([[-1, -1]], candidates, { minSimilarity: 0.4 })).toBe(2);
});

test('a similarity that just reaches the bound is enough', () => {
  const batch = decodeEmbeddings(encodeEmbeddings([[1, 0]]));
  const { similarity } = nearest([1, 0], batch);
  expect(closestAnswer([[1, 0]], batch, { minSimilarity: similarity })).toBe(0);
  expect(closestAnswer([[1, 0]], batch, { minSimilarity: similarity - 1e-9 })).toBe(0);
  expect(closestAnswer([[1, 0]], batch, { minSimilarity: similarity + 1e-9 })).toBe(1);
});

test('only the most recent drafts can be drawn, and none when there is none', () => {
  const oneOfOne = { answerRule: 'random-draft', recentDrafts: 1 } as const;
  expect(consideredDrafts(['new', 'old'], oneOfOne, everyone, byte(255))).toEqual(['new']);
  expect(consideredDrafts([], { answerRule: 'random-draft', recentDrafts: 20 }, everyone, byte(0))).toEqual([]);
});

test('fragments match whole tokens, whatever their case, width and punctuation', () => {
  const fragments = ['dinosaur in a cowboy hat', 'café', 'art', '!!'];
  expect(fragmentsSeen(['A Dinosaur, in a COWBOY hat!'], fragments)).toEqual([0]);
  expect(fragmentsSeen(['meet at the ＣＡＦÉ', 'the party starts'], fragments)).toEqual([1]);
  expect(fragmentsSeen(['I don’t know, STRASSE', 'مُحَمَّد'], ["i don't know", 'straße', 'محمد'])).toEqual([0, 1, 2]);
  expect(fragmentsSeen(['a dinosaur in', 'a cowboy hat'], fragments)).toEqual([]);
});

test('a fragment without a word is never seen, not even in a draft without a word', () => {
  expect(fragmentsSeen(['?!', ''], ['!!', ''])).toEqual([]);
});

test('one of the fragments seen, or "none"', () => {
  expect(fragmentAnswer(['tea or coffee'], ['coffee', 'cake', 'tea'], byte(255))).toBe(2);
  expect(fragmentAnswer(['tea or coffee'], ['coffee', 'cake', 'tea'], byte(0))).toBe(0);
  expect(fragmentAnswer(['nothing'], ['coffee', 'cake', 'tea'], byte(0))).toBe(3);
  expect(fragmentAnswer([], ['coffee'], byte(0))).toBe(1);
});

test('the rule "closest" looks at all recent drafts, the rule "random-draft" at one of them', () => {
  const drafts = ['newest', 'new', 'old', 'oldest'];
  expect(consideredDrafts(drafts, { answerRule: 'closest', recentDrafts: 3 }, everyone, byte(0))).toEqual(
    drafts.slice(0, 3),
  );
  expect(consideredDrafts(drafts, { answerRule: 'random-draft', recentDrafts: 3 }, everyone, byte(0))).toHaveLength(1);
  expect(consideredDrafts([], { answerRule: 'closest', recentDrafts: 3 }, everyone, byte(0))).toEqual([]);
});

test('of several drafts the one that is most like a candidate decides, and the earlier one where two are alike', () => {
  const two = decodeEmbeddings(
    encodeEmbeddings([
      [1, 0],
      [0, 1],
    ]),
  );
  const round = { minSimilarity: 0.9 };
  expect(
    closestAnswer(
      [
        [0.8, 0.6],
        [0.1, 1],
        [1, 0.4],
      ],
      two,
      round,
    ),
  ).toBe(1);
  expect(
    closestAnswer(
      [
        [0, 1],
        [1, 0],
      ],
      two,
      round,
    ),
  ).toBe(1);
  expect(
    closestAnswer(
      [
        [1, 0],
        [0, 1],
      ],
      two,
      round,
    ),
  ).toBe(0);
  expect(
    closestAnswer(
      [
        [0.7, 0.7],
        [0.6, 0.8],
      ],
      two,
      round,
    ),
  ).toBe(2);
  expect(closestAnswer([], two, round)).toBe(2);
});

test('drafts that are surely in another language do not take part, and others take their places', () => {
  const drafts = [
    'We are baking a cake for the birthday party tomorrow',
    'Wir backen morgen einen Kuchen für die Geburtstagsfeier',
    'ok super',
    'Kannst du mir bitte das Rezept für den Kartoffelsalat schicken?',
    'Der Zug hat schon wieder eine halbe Stunde Verspätung',
  ];
  const german = (draft: string) => takesPart(draft, ['de']);
  const round = { answerRule: 'closest', recentDrafts: 3 } as const;
  expect(consideredDrafts(drafts, round, german, byte(0))).toEqual(drafts.slice(1, 4));
  const one = { answerRule: 'random-draft', recentDrafts: 1 } as const;
  expect(consideredDrafts(drafts, one, german, byte(0))).toEqual([drafts[1]]);
  expect(consideredDrafts(drafts.slice(0, 1), round, german, byte(0))).toEqual([]);
});

test('no more drafts are asked than are needed', () => {
  const asked: number[] = [];
  const note = (draft: number) => asked.push(draft) > 0;
  consideredDrafts([1, 2, 3, 4], { answerRule: 'random-draft', recentDrafts: 2 }, note, byte(0));
  expect(asked).toEqual([1, 2]);
});
