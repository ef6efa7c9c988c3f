import { expect, test } from 'vitest';
import { linesWith, readText, trackedFiles } from './tracked-files.ts';

const page = readText('docs/promises.md');
const sections = page.split(/^## /m).slice(1);
const idOf = (section: string): string => /^(P\d+) /.exec(section)?.[1] ?? '';

test('there are twelve promises, in order', () => {
  expect(sections.map(idOf)).toEqual(Array.from({ length: 12 }, (_, i) => `P${i + 1}`));
});

test('every promise that anything cites is defined', () => {
  const defined = new Set(sections.map(idOf));
  const own = trackedFiles(/\.(ts|tsx|mjs|md|css)$/).filter((path) => !path.startsWith('models/'));
  const cited = own.flatMap((path) =>
    Array.from(readText(path).matchAll(/(?<![\w.])P\d{1,2}(?![\w.(])/g), ([id]) => ({ path, id })),
  );
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter(({ id }) => !defined.has(id))).toEqual([]);
});

test.for(sections.map((section) => ({ id: idOf(section), section })))(
  '$id names tests that exist, and its limits',
  ({ section }) => {
    const named = Array.from(
      section.matchAll(/^- \[[^\]]+\]\(\.\.\/(\S+)\): "(.+)"$/gm),
      ([, path = '', name = '']) => ({
        path,
        name,
      }),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.length).toBe(section.match(/^- /gm)?.length);
    expect(named.filter(({ path, name }) => !(path.endsWith('.ts') && readText(path).includes(name)))).toEqual([]);
    expect(section).toMatch(/^\*\*Limits\.\*\* /m);
  },
);

test('no comment and no page speaks of a document that is not in the repository', () => {
  const elsewhere = /reference sheet|\bdesign,? section|\bdesign\.md\b|\bfindings? [KVWRSH]\d|\bissue \d/i;
  const own = /^(?!models\/|tests\/repository\/promises|package-lock).*\.(ts|tsx|mjs|md|css|py|ya?ml)$/;
  expect(linesWith(own, elsewhere)).toEqual([]);
});

test('every document that a comment names is there', () => {
  const all = new Set(trackedFiles(/./));
  const missing = trackedFiles(/\.(ts|tsx|mjs|py)$/)
    .filter((path) => path !== 'tests/repository/links.test.ts')
    .flatMap((path) =>
      Array.from(readText(path).matchAll(/\b((?:docs\/[\w/-]+|[A-Z]{5,})\.md)\b/g), ([, name = '']) => name)
        .filter((name) => !all.has(name) && !(name === 'README.md' || name === 'MACHINES.md'))
        .map((name) => `${path}: ${name}`),
    );
  expect(missing).toEqual([]);
});
