import { expect, test } from 'vitest';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { publication } from '../../../../harness/signed-study.ts';
import { countsPairs, releaseIsDue } from '../../../../server/store/planned-release.ts';

const manifestOf = async (releases: number) => {
  const { rounds } = await publication({ releases });
  const [round] = rounds;
  if (!round) throw new Error('expected a round');
  return round.signed.document;
};

test.each([
  // One release: at the close alone.
  [1, [], 1000, false, false],
  [1, [], 49, true, false],
  [1, [], 50, true, true],
  [1, [50], 1000, true, false],
  // Three: two before the close, each with 50 new reports, and the last one at it.
  [3, [], 49, false, false],
  [3, [], 50, false, true],
  [3, [50], 99, false, false],
  [3, [50], 100, false, true],
  [3, [50, 100], 1000, false, false],
  [3, [50, 100], 149, true, false],
  [3, [50, 100], 150, true, true],
  [3, [], 50, true, true],
  [3, [50, 100, 150], 1000, true, false],
])('of %i planned releases, after %j, with %i reports and closing %s, one is due: %s', async (...row) => {
  const [releases, released, reports, closing, due] = row;
  expect(releaseIsDue(await manifestOf(releases), released, reports, closing)).toBe(due);
});

test('pairs are counted when a vote holds several ids, over at most 1001 answers', () => {
  expect(countsPairs(subsetSelection(21, 4))).toBe(false);
  expect(countsPairs(subsetSelection(1001, 2))).toBe(true);
  expect(countsPairs(subsetSelection(1002, 2))).toBe(false);
});
