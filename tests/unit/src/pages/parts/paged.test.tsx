import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Paged } from '../../../../../src/pages/parts/paged.tsx';

const rowsOf = (count: number): string[] => {
  const html = renderToString(
    <Paged items={Array.from({ length: count }, (_, i) => i)} of="texts">
      {(shown, from) => shown.map((row, position) => <li key={row}>{from + position + 1}</li>)}
    </Paged>,
  );
  return Array.from(html.matchAll(/<li>(\d+)<\/li>/g), ([, row = '']) => row);
};

test.each([0, 1, 49, 50])('a list of %d rows stands there whole', (count) => {
  expect(rowsOf(count)).toHaveLength(count);
});

test.each([51, 500, 10_000])('of %d rows no more than 50 are laid out at once', (count) => {
  expect(rowsOf(count)).toEqual(Array.from({ length: 50 }, (_, row) => `${row + 1}`));
});
