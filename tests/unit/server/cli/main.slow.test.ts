import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { donor } from './donor.ts';

const root = new URL('../../../../', import.meta.url);

test('npm run --silent donor puts the result on stdout and nothing else anywhere', async () => {
  const words = [
    'run',
    '--silent',
    'donor',
    '--',
    'plan',
    '--share',
    '0.03',
    '--candidates',
    '20',
    '--epsilon',
    '4',
    '--json',
  ];
  const { stdout, stderr } = await promisify(execFile)('npm', words, { cwd: root });
  expect(JSON.parse(stdout)).toMatchObject({ volunteers: 643 });
  expect(stderr).toBe('');
});

test('--help lists the commands and succeeds', async () => {
  const { code, stdout, stderr } = await donor(['--help']);
  expect(code).toBe(0);
  for (const command of ['votes', 'estimate', 'plan', 'amplify'])
    expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  expect(stderr).toBe('');
});

const votes = ['votes', '--k', '10', '--epsilon', '4', '--answer', '0', '--count', '1'];
const plan = ['plan', '--candidates', '20', '--epsilon', '4'];
const amplify = ['amplify', '--n', '100', '--k', '10', '--epsilon', '4', '--delta', '1e-6'];
const replaced = (words: readonly string[], option: string, value: string) =>
  words.map((word, i) => (words[i - 1] === option ? value : word));

test.each<[string, string[], RegExp]>([
  ['no command', [], /expected a command/],
  ['an unknown command', ['vote'], /unknown command 'vote'/],
  ['an unknown option', [...votes, '--seed', '1'], /unknown option '--seed'/],
  ['an unknown option before any command', ['--seed'], /unknown option '--seed'/],
  ['a word too many', [...votes, 'more'], /too many arguments/],
  ['a missing option', votes.slice(0, -2), /required option '--count <number>' not specified/],
  ['an option without its value', votes.slice(0, -1), /'--count <number>' argument missing/],
  ['k that is no number', replaced(votes, '--k', 'ten'), /'--k <number>' argument 'ten' is invalid/],
  ['k that is empty', replaced(votes, '--k', ''), /'--k <number>' argument '' is invalid/],
  ['k in hexadecimal', replaced(votes, '--k', '0x10'), /'--k <number>' argument '0x10' is invalid/],
  ['k that is not whole', replaced(votes, '--k', '10.5'), /Expected a whole number from 2 to 10000/],
  ['k too small', replaced(votes, '--k', '1'), /Expected a whole number from 2 to 10000/],
  ['k too large', replaced(votes, '--k', '10001'), /Expected a whole number from 2 to 10000/],
  ['epsilon zero', replaced(votes, '--epsilon', '0'), /Expected a number above 0/],
  ['epsilon too small to say anything', replaced(votes, '--epsilon', '1e-9'), /^error: epsilon: expected /],
  ['weights that do not fit', replaced(votes, '--epsilon', '25'), /^error: epsilon: 25 is too large/],
  ['an answer outside the domain', replaced(votes, '--answer', '10'), /--answer 10: expected an index from 0 to 9/],
  ['a negative answer', replaced(votes, '--answer', '-1'), /'--answer <index>' argument '-1' is invalid/],
  ['neither volunteers nor share', plan, /either --volunteers or --share/],
  ['both volunteers and share', [...plan, '--volunteers', '9', '--share', '.1'], /either --volunteers or --share/],
  ['a share above 1', [...plan, '--share', '1.1'], /above 0, at most 1/],
  ['no volunteers', [...plan, '--volunteers', '0'], /Expected a whole number from 1/],
  ['delta 1', replaced(amplify, '--delta', '1'), /--delta 1: expected/],
  ['delta 0', replaced(amplify, '--delta', '0'), /Expected a number above 0/],
  ['n that is no number', replaced(amplify, '--n', 'NaN'), /'--n <number>' argument 'NaN' is invalid/],
])('%s: exit code 2 and one line on stderr', async (_, words, line) => {
  const { code, stdout, stderr } = await donor(words);
  expect(stderr).toMatch(line);
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
