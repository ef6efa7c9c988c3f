import { expect, test } from 'vitest';
import { formatTable } from '../../../demo/report-table.ts';

const rows = [
  {
    label: 'food',
    planted: 0.22,
    trueShare: 0.205,
    share: 0.1987,
    low: 0.17,
    high: 0.23,
    significant: true,
    parts: [{ label: 'a'.repeat(90), trueShare: 0.2, share: -0.0004, low: -0.01, high: 0.01, significant: false }],
  },
];

test('a table shows per cent, indents parts, shortens long texts and says what cannot be told from zero', () => {
  const [head, food, part] = formatTable(rows, true);
  expect(head).toMatch(/planted\s+true\s+estimate\s+95 % interval$/);
  expect(food).toMatch(/^food\s+22\.0\s+20\.5\s+19\.9\s+17\.0 to 23\.0$/);
  expect(part).toMatch(/^ {2}a+… +20\.0\s+0\.0\s+−1\.0 to 1\.0 {2}cannot be told from zero$/);
  expect(formatTable(rows, false).join('\n')).not.toContain('22.0');
});
