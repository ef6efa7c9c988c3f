import { expect, test } from 'vitest';
import { languages } from '../../../../server/language/languages.ts';
import { readerOf } from '../../../../server/language/reader.ts';

/** A number with plain spaces, a plain minus and a point before its decimals. */
const bare = (number: string): string =>
  number
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace('−', '-')
    .replace(',', '.');

test.each([
  ['en', '12.3%', '4.95%', '2,000', '1.07', '−1.3 to 5.0%', '30 June 2027 at 00:00 UTC', 'a, b and c'],
  ['de', '12,3 %', '4,95 %', '2.000', '1,07', '−1,3 bis 5,0 %', '30. Juni 2027 um 00:00 UTC', 'a, b und c'],
  ['es', '12,3 %', '4,95 %', '2000', '1,07', 'de −1,3 a 5,0 %', '30 de junio de 2027 a las 00:00 UTC', 'a, b y c'],
  ['fr', '12,3 %', '4,95 %', '2 000', '1,07', '−1,3 à 5,0 %', '30 juin 2027 à 00:00 UTC', 'a, b et c'],
] as const)('%s writes numbers, dates and lists in its way', (language, ...expected) => {
  const { percent, shortPercent, count, twoDecimals, percentRange, time, list } = readerOf(language);
  const written = [
    ...[percent(0.1234), shortPercent(0.0495), count(2000), twoDecimals(1.0714), percentRange(-0.013, 0.05)],
    ...[time('2027-06-30T00:00:00Z'), list(['a', 'b', 'c'])],
  ];
  expect(written.map((text) => text.replace(/[\u00a0\u202f]/g, ' '))).toEqual(expected);
});

test.each(languages)('no language changes a number: %s', (language) => {
  const english = readerOf('en');
  const reader = readerOf(language);
  for (let i = -2000; i <= 2000; i += 1) {
    const fraction = i / 1999;
    expect(bare(reader.oneDecimal(fraction))).toBe(bare(english.oneDecimal(fraction)));
    expect(bare(reader.percent(fraction)).replace(' ', '')).toBe(bare(english.percent(fraction)));
    expect(bare(reader.shortPercent(fraction)).replace(' ', '')).toBe(bare(english.shortPercent(fraction)));
    expect(bare(reader.twoDecimals(fraction))).toBe(bare(english.twoDecimals(fraction)));
  }
});
