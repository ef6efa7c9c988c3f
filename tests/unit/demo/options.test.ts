import { afterEach, expect, test, vi } from 'vitest';
import { readOptions } from '../../../demo/options.ts';

afterEach(() => vi.unstubAllEnvs());

test('options have defaults and are read', () => {
  vi.stubEnv('DISPLAY', ':0');
  expect(readOptions([])).toMatchObject({
    headed: false,
    exit: false,
    port: 0,
    volunteers: 2000,
    seed: 1,
    language: 'en',
  });
  expect(readOptions(['--language', 'ja'])).toMatchObject({ language: 'ja' });
  expect(
    readOptions(['--exit', '--headed', '--port', '8080', '--seed', '7', '--screenshot', '/tmp/a.png']),
  ).toMatchObject({
    headed: true,
    exit: true,
    port: 8080,
    seed: 7,
    screenshot: '/tmp/a.png',
  });
  expect(readOptions(['--help'])).toBe('help');
});

test('rounds that learn have volunteers for each round', () => {
  expect(readOptions([])).toMatchObject({ rounds: undefined });
  expect(readOptions(['--rounds', '4'])).toMatchObject({ rounds: 4, volunteers: 8000 });
  expect(readOptions(['--rounds', '3', '--volunteers', '900'])).toMatchObject({ rounds: 3, volunteers: 900 });
  expect(() => readOptions(['--rounds', '6'])).toThrow('--rounds: expected an integer from 2 to 5, found "6"');
  expect(() => readOptions(['--rounds', 'x'])).toThrow('--rounds: expected an integer from 2 to 5, found "x"');
});

test('a wrong option is named', () => {
  expect(() => readOptions(['--port', 'x'])).toThrow('--port: expected an integer from 0 to 65535, found "x"');
  expect(() => readOptions(['--volunteers', '10'])).toThrow('--volunteers: expected an integer from 200');
  expect(() => readOptions(['--language', 'tlh'])).toThrow('--language: expected one of en, de, ja, found "tlh"');
  expect(() => readOptions(['--colour'])).toThrow('--colour');
});
