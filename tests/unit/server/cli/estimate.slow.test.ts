import { expect, test } from 'vitest';
import { estimateShares } from '../../../../core/estimation/estimate.ts';
import { subsetSelection, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { donor } from './donor.ts';

const counts = { k: 4, epsilon: 2, n: 1000, counts: [400, 150, 250, 200], none: 1 };

test('estimates with realised p and q; "none" may stand anywhere', async () => {
  const { code, stdout, stderr } = await donor(['estimate'], JSON.stringify(counts));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const answer = JSON.parse(stdout);
  const mechanism = subsetSelection(4, 2);
  const { p, q } = supportProbabilities(mechanism);
  expect(answer).toMatchObject({ d: 1, p, q, noneShare: (0.15 - q) / (p - q), leverage: (1 - q) / (p - q) });
  expect(answer.shares.map((share: { index: number }) => share.index)).toEqual([0, 1, 2, 3]);
  expect(answer.shares[2].share).toBeCloseTo((0.25 - q) / (p - q), 12);
  const noneLast = estimateShares({ mechanism, reports: 1000, counts: [400, 250, 200, 150], level: 0.05 });
  expect(answer.shares[3]).toEqual({ ...noneLast.shares[2], index: 3 });
});

test.each<[string, string, RegExp]>([
  ['nothing', '', /expected JSON/],
  ['malformed JSON', '{"k": 4,', /expected JSON/],
  ['an array', '[]', /standard input: /],
  ['a missing field', JSON.stringify({ ...counts, n: undefined }), /^error: n: /],
  ['text for a number', JSON.stringify({ ...counts, k: '4' }), /^error: k: /],
  ['k out of range', JSON.stringify({ ...counts, k: 1 }), /^error: k: /],
  ['too few counts', JSON.stringify({ ...counts, counts: [500, 500] }), /counts: expected 4 numbers/],
  ['a count above n', JSON.stringify({ ...counts, counts: [1001, 0, 0, 0] }), /counts\.0: expected at most 1000/],
  ['a negative count', JSON.stringify({ ...counts, counts: [-1, 1, 500, 500] }), /counts\.0: /],
  ['half a vote', JSON.stringify({ ...counts, counts: [0.5, 499.5, 250, 250] }), /counts\.0: /],
  [
    'counts that no votes can give',
    JSON.stringify({ ...counts, counts: [400, 150, 250, 201] }),
    /expected a sum of 1000/,
  ],
  ['"none" outside the domain', JSON.stringify({ ...counts, none: 4 }), /none: expected an index from 0 to 3/],
  ['no reports', JSON.stringify({ ...counts, n: 0, counts: [0, 0, 0, 0] }), /^error: n: /],
])('%s: exit code 2 and one line on stderr', async (_, input, line) => {
  const { code, stdout, stderr } = await donor(['estimate'], input);
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
