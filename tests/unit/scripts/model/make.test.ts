import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../../../scripts/model/make.mjs', import.meta.url));

test('without Python, making the model says so in one line', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [script], { env: { PATH: '' }, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toEqual([
    'Making the model needs Python 3.11 or newer, which was not found as python3; install it and try again.',
  ]);
});
