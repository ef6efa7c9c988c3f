import { expect, test } from 'vitest';
import { linesWith, readText, trackedFiles } from './tracked-files.ts';

const tokens = 'look/tokens.css';
const sheets = /\.css$/;

test('colours stand in one place', () => {
  const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch|color)a?\(|light-dark\(/i;
  const named = /:\s*[^;]*\b(?:white|black|gr[ae]y|red|green|blue|orange|yellow)\b(?!-)/i;
  const elsewhere = [...linesWith(sheets, literal), ...linesWith(sheets, named)].filter(
    (line) => !line.startsWith(`${tokens}:`) && !line.includes('var(--red'),
  );
  expect(elsewhere).toEqual([]);
  expect(linesWith(/^(src|server)\/.*\.tsx$/, /(?:fill|stroke|style)="[^"]*#|#[0-9a-f]{6}\b/i)).toEqual([]);
});

test('dark mode is made in one way', () => {
  expect(linesWith(sheets, /prefers-color-scheme/)).toEqual([]);
});

/** Sides of the screen, which are the wrong ones where words run from right to left. */
const physical = [
  /^\s*(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:top|right|bottom|left)(?:-\w+)?\s*:/,
  /^\s*border-(?:top|bottom)-(?:left|right)-radius\s*:/,
  /^\s*(?:min-|max-)?(?:width|height)\s*:/,
  /^\s*(?:text-align|float|clear|caption-side|justify-\w+)\s*:[^;]*\b(?:left|right)\b/,
];
/** "padding: 0 1rem 0 0" names sides too, unless left and right are the same. */
const fourSides =
  /^\s*(?:margin|padding|inset|border-width|border-color|border-style):\s*\S+\s+(\S+)\s+\S+\s+(?!\1;)\S+;/;
const fourCorners = /^\s*border-radius:\s*\S+\s+\S+/;

test('style sheets speak of start and end, so that they hold where words run from right to left', () => {
  expect(trackedFiles(sheets).length).toBeGreaterThanOrEqual(4);
  expect([...physical, fourSides, fourCorners].flatMap((side) => linesWith(sheets, side))).toEqual([]);
});

test('no style takes a live region out of the page', () => {
  const rules = Array.from(readText('src/pages/style.css').matchAll(/([^{}]+)\{([^{}]*)\}/g));
  const hiding = rules.filter(([, , style = '']) => /display:\s*none|visibility:\s*hidden/.test(style));
  expect(hiding.filter(([, selector = '']) => /announcements|aria-live|role=|:empty/.test(selector))).toEqual([]);
});

test('every token that is used is defined, and every one that is defined is used', () => {
  const defined = new Set(Array.from(readText(tokens).matchAll(/^\s+(--[\w-]+):/gm), ([, name = '']) => name));
  const used = new Set(
    trackedFiles(sheets).flatMap((path) =>
      Array.from(readText(path).matchAll(/var\((--[\w-]+)/g), ([, name = '']) => name),
    ),
  );
  expect([...used].filter((name) => !defined.has(name))).toEqual([]);
  expect([...defined].filter((name) => !used.has(name))).toEqual([]);
});

type Scheme = 'light' | 'dark';
const colours = new Map(
  Array.from(
    readText(tokens).matchAll(/^\s+(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/gm),
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
);

/** Relative luminance of "#rrggbb" (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(over: string, under: string, scheme: Scheme): number {
  const [first = 0, second = 0] = [over, under].map((name) => luminance(colours.get(`--${name}`)?.[scheme] ?? ''));
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

const grounds = ['ground', 'surface', 'raised'];
const pairs: readonly (readonly [string, string])[] = [
  ...['ink', 'muted', 'accent', 'accent-strong'].flatMap((text) => grounds.map((under) => [text, under] as const)),
  ...['ground', 'surface'].map((under) => ['red', under] as const),
  ['ink', 'wash'],
  ['accent-strong', 'wash'],
  ['amber', 'amber-wash'],
  ['red', 'red-wash'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
];

test.for(
  pairs.flatMap(([over, under]) => (['light', 'dark'] as const).map((scheme) => [over, under, scheme] as const)),
)('words in %s on %s can be read, %s', ([over, under, scheme]) => {
  expect(contrast(over, under, scheme)).toBeGreaterThanOrEqual(4.5);
});

test('a busy button keeps its colours under the pointer', () => {
  const sheet = readText('src/pages/style.css');
  const hovers = Array.from(sheet.matchAll(/^button[^\n{]*:hover/gm), ([selector]) => selector);
  expect(hovers.length).toBeGreaterThan(0);
  expect(hovers.filter((selector) => !selector.includes(':enabled'))).toEqual([]);
});
