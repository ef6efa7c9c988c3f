import { describe, expect, test } from 'vitest';
import { subsetSelection } from '../../../../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../../../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../../../../core/protocol/base64url.ts';
import { roundManifestSchema } from '../../../../../core/protocol/manifest.ts';
import { answerInWords, answerOf, votedAnswers } from '../../../../../src/pages/words/votes.ts';
import { mechanism, round } from './two-phrases.ts';

const body = (vote: string) =>
  JSON.stringify({ round: 'c'.repeat(64), vote, nonce: encodeBase64Url(new Uint8Array(16)) });

test('a sent vote is read back from its bytes', () => {
  expect(votedAnswers(body(encodeBase64Url(encodeVote([1], mechanism))), round)).toEqual([1]);
});

test.each(['', 'not JSON', '{}', body('AwA'), body('AQACAA')])('%j holds no vote of this round', (sent) => {
  expect(votedAnswers(sent, round)).toBeUndefined();
});

test('the vote of a prevalence poll is read back, in words, too', () => {
  const prevalence = roundManifestSchema.parse({
    ...round,
    format: 'data-donor/round/2',
    release: { releases: 1, minimumReports: 200 },
    cohorts: [0],
    mechanism: subsetSelection(2, 0.5),
    poll: 'prevalence',
  });
  expect(votedAnswers(body('AwA'), prevalence)).toEqual([3]);
  expect(votedAnswers(body('BAA'), prevalence)).toBeUndefined();
  expect(answerInWords(answerOf(3, ['good morning', 'good night'], prevalence))).toBe('yes to “good night”');
  expect(answerInWords(answerOf(2, ['good morning', 'good night'], prevalence))).toBe('no to “good night”');
  expect(answerInWords(answerOf(0, undefined, prevalence))).toBe('no to text number 1 of 2');
});

describe('an answer in words', () => {
  test('is its text, or none', () => {
    expect(answerInWords(answerOf(1, ['good morning', 'good night'], round))).toBe('“good night”');
    expect(answerInWords(answerOf(2, ['good morning', 'good night'], round))).toBe('“none of these”');
  });

  test('is a number once the texts are gone', () => {
    expect(answerInWords(answerOf(1, undefined, round))).toBe('text number 2 of 2');
    expect(answerInWords(answerOf(2, undefined, round))).toBe('“none of these”');
  });
});
