import { expect, test } from 'vitest';
import { linesWith, readText, trackedFiles } from './tracked-files.ts';

const product = /^(core|src|server)\/.*\.(ts|tsx|mjs)$/;

test('there are files to look at', () => {
  expect(trackedFiles(product).length).toBeGreaterThan(100);
});

test('nothing that ships draws from a generator that is not cryptographic', () => {
  expect(linesWith(product, /Math\s*\.\s*random|\['random'\]/)).toEqual([]);
});

test('the core imports itself, its schemas, pure mathematics and what knows languages', () => {
  const allowed =
    /^(\.{1,2}\/[\w./-]+\.(?:ts|json)|zod|canonicalize|intl-messageformat|eld\/extrasmall|@stdlib\/math-base-special-[\w-]+)$/;
  const foreign = trackedFiles(/^core\/.*\.ts$/).flatMap((path) =>
    Array.from(readText(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g), ([, from = '']) => from)
      .filter((from) => !allowed.test(from) || resolve(path, from).startsWith('..'))
      .map((from) => `${path}: ${from}`),
  );
  expect(foreign).toEqual([]);
});

/** Where a relative import leads, seen from `core`; "../…" when it leaves it. */
function resolve(path: string, from: string): string {
  if (!from.startsWith('.')) return '';
  const parts = path.split('/').slice(1, -1);
  for (const part of from.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return `../${from}`;
    } else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

test('no file of code is longer than 300 lines', () => {
  const long = trackedFiles(/\.(ts|tsx|mjs|py)$/)
    .filter((path) => !path.includes('.test.'))
    .map((path) => ({ path, lines: readText(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

test('no file knows the machine it was written on', () => {
  const text = /\.(ts|tsx|mjs|json|md|py|ya?ml|css|html|txt|npmrc)$|^\.ci\//;
  const machine = /(?:^|[\s'"`(=:])\/(?:home|root|Users|work|mnt)\/\w/;
  const own = trackedFiles(text).filter(
    (path) => path !== 'tests/repository/sources.test.ts' && !path.startsWith('models/'),
  );
  const found = own.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => (machine.test(line) ? [`${path}:${index + 1}`] : [])),
  );
  expect(found).toEqual([]);
});

test('the lock file names no download address, so that packages come from wherever npm is set up to get them', () => {
  expect(readText('package-lock.json').match(/"resolved": "https?:[^"]*"/g)).toBeNull();
});
