import { expect, test } from 'vitest';
import { decodeUtf8 } from '../../../../server/studies/text-encoding.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const narrow = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const wide = (text: string, littleEndian: boolean) => {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  Array.from(text).forEach((character, i) => {
    view.setUint16(2 * i, character.charCodeAt(0), littleEndian);
  });
  return bytes;
};

test('reads UTF-8, with or without a byte order mark', () => {
  expect(decodeUtf8(utf8('Grüße\n日本'))).toEqual({ text: 'Grüße\n日本' });
  expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toEqual({ text: 'A' });
  expect(decodeUtf8(utf8(''))).toEqual({ text: '' });
});

test.each([
  ['Latin-1', narrow('one\ntwo\nGr\u00fc\u00dfe\n'), 3, /Latin-1 .*byte 0xFC, there "ü"/],
  ['Latin-1 with other line ends', narrow('one\r\ntwo\rGr\u00fc\n'), 3, /Latin-1/],
  ['Windows-1252', narrow('caf\u00e9 costs 3 \u0080\n'), 1, /Windows-1252/],
  ['a UTF-8 character cut short at the end', utf8('one\nü').slice(0, -1), 2, /byte 0xC3/],
  ['UTF-16 with a mark', wide('\ufeffone\ntwo', true), 1, /UTF-16 \(little-endian\)/],
  ['UTF-16 of the other order', wide('\ufeffone', false), 1, /UTF-16 \(big-endian\)/],
  ['UTF-16 without a mark', wide('name: commute', true), 1, /UTF-16 \(little-endian\)/],
  ['UTF-16 without a mark, other order', wide('name: commute', false), 1, /UTF-16 \(big-endian\)/],
  ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0), 1, /UTF-32/],
  ['a zero byte', utf8('one\ntwo\nthree and more\u0000\n'), 3, /zero byte/],
  ['a spreadsheet', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), undefined, /spreadsheet/],
  ['a PDF', utf8('%PDF-1.7'), undefined, /a PDF; copy its texts/],
])('names %s and its line', (_what, bytes, line, message) => {
  const decoded = decodeUtf8(bytes);
  expect(decoded).toEqual({ problem: expect.objectContaining({ message: expect.stringMatching(message) }) });
  expect('problem' in decoded && decoded.problem.line).toBe(line);
});
