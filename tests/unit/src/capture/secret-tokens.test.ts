import { describe, expect, it } from 'vitest';
import { holdsToken, holdsWalletKey } from '../../../../src/capture/secret-tokens.ts';

/** 40 characters of Base64 in which 15 times a small letter, a capital or a digit changes to another kind. */
const fifteenChanges = `${'aB1c/'.repeat(5)}abcd/abcd/abcde`;
const sixteenChanges = `${'aB1c/'.repeat(5)}abcD/abcd/abcde`;
const manyChanges = 'aB1c/'.repeat(8);

describe('a token', () => {
  it.each([
    ['of 16 characters with four changes between letters and digits', 'ab1cd2efghijklmn'],
    ['of 16 characters beside a short part', 'ab1cd2efghijklmn-x'],
    ['of 20 characters in parts', 'ab1cd2ef-ghijklmn-xy'],
    ['in which every second letter is a capital', 'aBcDeFgHiJkLmNoPqRsT'],
    ['in which every fourth letter is a capital after a small one', 'abcEabcEabcEabcEabcE'],
    ['that holds a number of a parcel', 'X1Z999AA10123456784'],
    ['that begins with a number of a parcel', '1Z999AA10123456784X'],
    ['that is a product key of short groups', 'AB1C-DE2F-GH3I-JKLM'],
    ['that is a product key with two dashes between its groups', 'AB1C--DE2F--GH3I--JKLM'],
    ['that is a product key of long groups', 'ABCDEFG1-ABCDEFG2-ABCDEFG3-ABCDEFGH'],
    ['that is Base64 with slashes', sixteenChanges],
    ['that is Base64 with many changes', manyChanges],
    ['that is a hexadecimal number in one block', 'a1b2c3d4e5f60718293a4b5c6d7e8f90'],
    ['that is broken into two lines', `ghp_${'a1b2c3d4e5'}\n${'f6g7h8i9j0'}`],
  ])('is a word %s', (_, word) => {
    expect(holdsToken(word)).toBe(true);
    expect(holdsToken(`look: ${word} here`)).toBe(true);
  });

  it.each([
    ['of 15 characters', 'ab1cd2efghijklm-x'],
    ['of 16 characters with three changes', 'ab1cd2efghijklmn'.replace('2', 'x').replace('n', '2')],
    ['of 19 characters in parts', 'ab1cd2ef-ghijklm-xy'],
    ['of parts with seven characters each', 'a1b2c3d-e4f5g6h-i7j8k9l'],
    ['of parts with three changes', 'abcd1efg-hijklmn2-xyz'],
    ['of 19 characters with many capitals', 'aBcDeFgHiJkLmNoPqRs'],
    ['that is a name in a program', 'getElementByIdAndClassName'],
    ['that is the number of a parcel', '1Z999AA10123456784'],
    ['of three groups', 'AB1C2-DE2F3-GH3I4'],
    ['of groups with three characters', 'A1B-C2D-E3F-G4H-I5J'],
    ['of groups with nine characters', 'ABCDEFGH1-ABCDEFGH2-ABCDEFGH3-ABCDEFGHI'],
    ['of groups that are not equally long', 'AB1C-DE2F-GH3I-JK4LM'],
    ['of groups that mix letters and digits twice', 'AB1C-DE2F-GHIJ-KLMN'],
    ['of Base64 that seldom changes, as a path', fifteenChanges],
    ['of Base64 without digits', 'aBcD/'.repeat(8)],
    ['of Base64 with a mark before it', `_/${manyChanges}`],
    ['of Base64 with a mark after it', `${manyChanges}_`],
    ['of one letter', 'a'.repeat(40)],
  ])('is no word %s', (_, word) => expect(holdsToken(`look: ${word} here`)).toBe(false));
});

describe('a hexadecimal number in groups', () => {
  const mixed = 'a1b2 c3d4 e5f6 a7b8';
  it.each([
    ['of 32 digits', `${mixed} ${mixed}`],
    ['with two characters between groups', `${mixed.replaceAll(' ', ': ')}  ${mixed}`],
    ['with eight changes between letters and digits', 'a1b2 c3d4 12ab 34cd 1234 5678 1234 5678'],
  ])('is a token %s', (_, number) => expect(holdsToken(`the key ${number} is it`)).toBe(true));

  it.each([
    ['of 31 digits', `${mixed} a1b2c c3d4e e5f6a`],
    ['with seven changes', 'a1b2 c3d4 12ab 3456 1234 5678 1234 5678'],
    ['that begins inside of a word', `z${mixed} ${mixed}`],
    ['that is one short of 32 digits because it ends in a word', `${mixed} a1b2 c3d4 e5f6 a7b8z`],
  ])('is none %s', (_, number) => expect(holdsToken(`the key ${number} is it`)).toBe(false));
});

describe('a key of a wallet', () => {
  const key = `5${'K'.repeat(50)}`;
  it('is found, also in two lines', () => {
    expect(holdsWalletKey(`it is ${key}`)).toBe(true);
    expect(holdsWalletKey(`${key.slice(0, 20)}\n  ${key.slice(20)}`)).toBe(true);
  });
  it('is none when it is too short', () => expect(holdsWalletKey(key.slice(2))).toBe(false));
});
