import { readdirSync, readFileSync } from 'node:fs';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { inFrame } from '../../../../../building/page-frame.ts';
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

describe.each(names)('the first frame of %s', (name) => {
  const html = inFrame(readFileSync(new URL(`${name}/index.html`, pages), 'utf8'));

  test('shows the masthead before its code has run', () => {
    expect(plain(html.replaceAll(/\s+/g, ' '))).toContain(plain(renderToString(<Masthead />)));
  });

  test('loads that code by its name', () => {
    expect(html).toContain(`data-page="${name}"`);
    expect(readFileSync(new URL('first-frame.ts', pages), 'utf8')).toContain(`import('./${name}/index.tsx')`);
  });

  test('has its style sheets in the head, its own after the one of all pages, and nothing inline', () => {
    const [head = '', body = ''] = html.split('</head>');
    const sheets = Array.from(head.matchAll(/rel="stylesheet" href="([^"]*)"/g), ([, sheet]) => sheet);
    const own = readdirSync(new URL(name, pages)).filter((file) => file.endsWith('.css'));
    expect(sheets).toEqual(['../style.css', ...own.map((file) => `./${file}`)]);
    expect(head.match(/<script[^>]*>[^<]*/g)).toEqual(['<script type="module" src="../first-frame.ts">']);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(body).not.toMatch(/<script|<link/);
  });
});

test('a page that has no place for its masthead is not built', () => {
  expect(() => inFrame('<html><head></head><body></body></html>')).toThrow('<!-- masthead -->');
});
