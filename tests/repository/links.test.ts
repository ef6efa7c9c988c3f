import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { readText, trackedFiles } from './tracked-files.ts';

const files = trackedFiles(/./);
const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('models/'));

/** Anchor that a heading gets where Markdown is shown on the web. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (path: string): Set<string> =>
  new Set(Array.from(readText(path).matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) => anchor(heading)));

interface Link {
  readonly page: string;
  readonly target: string;
}
const links: Link[] = pages.flatMap((page) =>
  Array.from(readText(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => ({ page, target })).filter(
    ({ target }) => !/^[a-z]+:/.test(target),
  ),
);

const pathOf = ({ page, target }: Link): string => {
  const [path = ''] = target.split('#');
  return path === '' ? page : posix.join(posix.dirname(page), path).replace(/\/$/, '');
};

test('every file and folder that a page points to is there', () => {
  const missing = links.filter((link) => {
    const path = pathOf(link);
    return !files.some((file) => file === path || file.startsWith(`${path}/`));
  });
  expect(links.length).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});

test('every heading that a page points to is there', () => {
  const missing = links.filter((link) => {
    const [, heading] = link.target.split('#');
    return heading !== undefined && !anchorsOf(pathOf(link)).has(heading);
  });
  expect(missing).toEqual([]);
});
