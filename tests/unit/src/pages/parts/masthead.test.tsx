import { readdirSync, readFileSync } from 'node:fs';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Masthead } from '../../../../../src/pages/parts/masthead.tsx';

const pages = new URL('../../../../../src/pages/', import.meta.url);
const names = readdirSync(pages, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(new URL(entry.name, pages)).includes('index.html'))
  .map(({ name }) => name);

/** Markup without what may differ: the address of the picture, closing slashes, space between elements. */
const plain = (html: string): string =>
  html
    .replaceAll(/src="[^"]*"/g, 'src')
    .replaceAll('alt=""', 'alt')
    .replaceAll(/\s*\/>/g, '>')
    .replaceAll(/(^|>)\s+(?=<|$)/g, '$1');

test('every page is found', () => {
  expect(names).toContain('popup');
  expect(names.length).toBeGreaterThanOrEqual(5);
});

test.each(names)('%s shows its masthead before its code has run, and loads that code by its name', (name) => {
  const html = readFileSync(new URL(`${name}/index.html`, pages), 'utf8');
  expect(plain(html.replaceAll(/\s+/g, ' '))).toContain(plain(renderToString(<Masthead />)));
  expect(html).toContain(`data-page="${name}"`);
  expect(readFileSync(new URL('first-frame.ts', pages), 'utf8')).toContain(`import('./${name}/index.tsx')`);
});
