import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { JoinPage } from '../../../../server/pages/join-page.tsx';

test('the join page links to the stores that its operator names, and to no other', () => {
  const links = (install: Parameters<typeof JoinPage>[0]['install']) =>
    Array.from(
      render(<JoinPage install={install} />).matchAll(/href="(https:[^"]+)"[^>]*>([^<]+)/g),
      ([, ...found]) => found,
    );
  expect(links({})).toEqual([]);
  // The steps stand on the page in every language, English first.
  expect(links({ firefox: 'https://store.example/firefox' })).toEqual(
    ['Install it in Firefox', 'In Firefox installieren', 'Instalarla en Firefox', 'L’installer dans Firefox'].map(
      (words) => ['https://store.example/firefox', words],
    ),
  );
  expect(links({ chrome: 'https://store.example/a?b=1', firefox: 'https://store.example/f' })).toHaveLength(8);
});
