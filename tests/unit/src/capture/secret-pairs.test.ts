import { describe, expect, it } from 'vitest';
import { holdsPassword } from '../../../../src/capture/secret-pairs.ts';

describe('a password after its name and a mark', () => {
  it.each([
    'password: hunte',
    'password: hunter\nsee you',
    'password: "please" and send it',
    'password: ab12 and so on',
    'password: helloWorld and so on',
    'password: hello_world and so on',
    'password: a10:30 and so on',
    'password: 10:30x and so on',
    'password: a100% and so on',
    'password: 100%x and so on',
    'password: xhttps:1 and so on',
  ])('is found: %j', (text) => expect(holdsPassword(text)).toBe(true));

  it.each([
    ['of four letters', 'password: hunt'],
    ['that is a word of a sentence', 'password: please send it'],
    ['that is a word with a mark after it', 'password: please, send it'],
    ['that is two words', "password: yours/mine or Anna's one"],
    ['of three characters before the marks of a sentence', 'password: ab1.. and so on'],
    ['that is a time', 'password: 10:30 tomorrow'],
    ['that is a time', 'password: 9.30 tomorrow'],
    ['that is a share', 'password: 100% sure'],
    ['that is a link', 'password: https://reset.example/a1 is the page'],
    ['that is a link', 'password: http://reset.example/a1 is the page'],
  ])('is none %s: %j', (_, text) => expect(holdsPassword(text)).toBe(false));
});

describe('a password after its name and a verb', () => {
  it.each(['the password is Easy2guess', 'the password is "easy"', 'das Passwort lautet geheim_wort, bitte'])(
    'is found: %j',
    (text) => expect(holdsPassword(text)).toBe(true),
  );
  it('is none when it is a word', () => expect(holdsPassword('the password is easy to guess')).toBe(false));
});

describe('a password right after its name', () => {
  it.each(['password hunter2', 'password abc12', 'password a.b12', 'pwd - abc12'])('is found: %j', (text) =>
    expect(holdsPassword(text)).toBe(true),
  );
  it.each([
    ['without digits', 'password hunter'],
    ['without letters', 'password 12345'],
    ['of four characters', 'password abc1'],
    ['of four characters before the marks of a sentence', 'password abc1!!'],
  ])('is none %s: %j', (_, text) => expect(holdsPassword(text)).toBe(false));
});
