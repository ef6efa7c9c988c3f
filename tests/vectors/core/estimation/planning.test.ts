import { expect, test } from 'vitest';
import { planRound } from '../../../../core/estimation/planning.ts';

/**
 * Smallest share in percent told from zero with 80 % power at 5 % family-wise error, for 20 / 100 / 1000 candidates;
 * computed independently.
 */
const table = `
  300     39.6 / 47.3 / 54.9   17.6 / 22.5 / 26.3   4.95 / 8.16 / 10.3   1.40 / 1.44 / 2.41
  1000    21.5 / 25.7 / 29.7   9.30 / 11.5 / 13.7   2.32 / 3.85 / 5.05   .521 / .536 / .863
  10000   6.65 / 7.91 / 9.16   2.85 / 3.50 / 4.13   .621 / 1.06 / 1.38   .0925 / .119 / .164
  100000  2.09 / 2.48 / 2.88   .885 / 1.09 / 1.28   .189 / .317 / .417   .0248 / .0285 / .0382`;

const cells = table
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [volunteers = 0, ...percents] = line.split(/[\s/]+/).filter((word) => word !== '').map(Number);
    return percents.map((percent, i) => ({
      volunteers,
      epsilon: [1, 2, 4, 8][Math.floor(i / 3)] as number,
      candidates: [20, 100, 1000][i % 3] as number,
      percent,
    }));
  });

test('the table has all its cells', () => {
  expect(cells).toHaveLength(48);
});

test.each(cells)('$volunteers volunteers, $candidates candidates, epsilon $epsilon: $percent %', (cell) => {
  const share = planRound(cell, cell.volunteers).smallestDetectableShare;
  expect(share).not.toBeNull();
  expect(Math.abs((100 * (share as number)) / cell.percent - 1)).toBeLessThan(0.02);
});
