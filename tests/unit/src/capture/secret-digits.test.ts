import { describe, expect, it } from 'vitest';
import { holdsCardNumber, holdsSsn } from '../../../../src/capture/secret-digits.ts';

describe('a card number', () => {
  it.each([
    ['in one block', '4111111111111111'],
    ['in groups of four', '4111 1111 1111 1111'],
    ['in groups of four with commas', '4111,1111, 1111 , 1111'],
    ['in eight groups', '41 11 11 11 11 11 11 11'],
    ['in single digits', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['in single digits after another one', '7 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['with thirteen digits in one block', '4222222222222'],
    ['with thirteen digits in groups of four', '4222 2222 2222 2'],
    ['with nineteen digits', '4000000000000000006'],
    ['after a number of five digits', '99999 4111 1111 1111 1111'],
    ['glued to a number', '74111111111111111'],
    ['with fifteen digits in groups of four, six and five, glued to a number', '73782 822463 10005'],
    ['of a network that is not listed, in groups of four', '9000 0000 0000 0001'],
    ['of a network that is not listed, in one block', '9000000000000001'],
  ])('is found %s', (_, text) => expect(holdsCardNumber(text)).toBe(true));

  it.each([
    ['in nine groups, which are a list of numbers', '41 11 11 11 11 11 11 1 1'],
    ['with thirteen digits in odd groups, which are telephone numbers', '422 222 222 2222'],
    ['with a comma after other than four digits', '411111111111,1111'],
    ['with a comma before other than four digits', '4111,111111111111'],
    ['with a comma between other than four digits', '4111111,111111111'],
    ['with nineteen digits after a digit that sticks to it', '74000000000000000006'],
    ['with nineteen digits before a digit that sticks to it', '40000000000000000067'],
    ['with fifteen digits in odd groups, glued to a number', '73 7828 224631 0005'],
    ['of a network that is not listed, in odd groups', '90 00000000000001'],
    ['of a network that is not listed, in groups of four, six and six', '9000 000000 000001'],
    ['of a network that is not listed, with twenty digits', '9000 0000 0000 0000 0001'],
    ['with a wrong check digit', '4111 1111 1111 1112'],
    ['of one digit again and again', '0000 0000 0000 0000'],
    ['with more than six characters between its groups', '4111 1111        1111 1111'],
  ])('is none %s', (_, text) => expect(holdsCardNumber(text)).toBe(false));
});

describe('a social security number', () => {
  it.each([
    '123-45-6789',
    '123 - 45 - 6789',
    '123 45 6789',
    '123-45 6789',
    '123-45-1999',
    '123 45 6199',
    'SSN: 123456789',
    'social security number 123 45 1999',
  ])('is found: %s', (text) => expect(holdsSsn(text)).toBe(true));

  it.each([
    ['of an area that is never given', '000-12-3456'],
    ['of an area that is never given', '666-12-3456'],
    ['of an area that is never given', '900-12-3456'],
    ['of no group', '123-00-4567'],
    ['of no serial', '123-45-0000'],
    ['before a year', '123 45 1999'],
    ['before a year', '123.45.2001'],
    ['before a year, with one dash', '123-45 1999'],
    ['before a year, with one dash', '123 45-2001'],
    ['by its name, of an area that is never given', 'SSN: 000456789'],
    ['in the middle of a longer number', '123-45-67890'],
  ])('is none %s: %s', (_, text) => expect(holdsSsn(text)).toBe(false));
});
