import { expect, test } from 'vitest';
import type { RoundId } from '../../../../../core/ids.ts';
import type { Submission } from '../../../../../server/store/report-store.ts';
import { packSubmissions, unpackSubmissions } from '../../../../../server/store/sqlite/submission-codec.ts';

const round = (byte: string) => byte.repeat(32) as RoundId;
const submission = (id: RoundId, first: number, vote: readonly number[]): Submission => ({
  round: id,
  nonce: Uint8Array.from({ length: 16 }, (_, i) => first + i),
  noisyVote: Uint8Array.from(vote),
});
const submissions = [
  submission(round('aa'), 0, [1, 0, 2, 0]),
  submission(round('bb'), 100, [7, 0]),
  submission(round('aa'), 200, [3, 0, 9, 1]),
  submission(round('aa'), 50, []),
];

test('what was packed comes back, in order', () => {
  expect(unpackSubmissions(packSubmissions(submissions))).toEqual(submissions);
  expect(unpackSubmissions(packSubmissions([]))).toEqual([]);
});

test('each round is named once, however many reports it has', () => {
  expect(packSubmissions(submissions).rounds).toEqual([round('aa'), round('bb')]);
});

test('a vote of thousands of ids comes back whole', () => {
  const long = submission(
    round('aa'),
    1,
    Array.from({ length: 20_000 }, (_, i) => i % 251),
  );
  expect(unpackSubmissions(packSubmissions([long, ...submissions]))).toEqual([long, ...submissions]);
});

test('reads a part of a larger buffer', () => {
  const { rounds, bytes } = packSubmissions(submissions);
  const larger = new Uint8Array(bytes.length + 10).fill(255);
  larger.set(bytes, 5);
  expect(unpackSubmissions({ rounds, bytes: larger.subarray(5, 5 + bytes.length) })).toEqual(submissions);
});
