import { expect, it } from 'vitest';
import { plainCharacters } from '../../../../src/capture/plain-characters.ts';

it.each([
  ['every end of a line', 'a\rb\r\nc\u2028d\u2029e\nf', 'a\nb\nc\nd\ne\nf'],
  ['digits of other scripts', '٠١٢ ०१२ ０１２', '012 012 012'],
  ['dashes', '1–2—3−4', '1-2-3-4'],
  ['what shows nothing', 'a\u200bb\u00adc\u2060d', 'abcd'],
  ['marks over and around characters', 'x\u0336 1\u20e3', 'x 1'],
])('one spelling stands for %s', (_, text, plain) => expect(plainCharacters(text)).toBe(plain));
