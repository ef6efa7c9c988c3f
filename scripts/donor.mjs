#!/usr/bin/env node
// The `donor` command in a checkout, as `npx donor` and `npm run donor` start it: installs the packages when they are
// missing, and runs the TypeScript as it is. Uses nothing but Node itself until they are there.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagesProblem } from './packages.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/** Progress goes to stderr; stdout belongs to the command. */
function prepared() {
  if (packagesProblem(root) === undefined) return true;
  const setup = [resolve(root, 'scripts/setup.mjs'), '--packages'];
  return spawnSync(process.execPath, setup, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

if (prepared()) {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../server/cli/main.ts');
} else {
  process.exitCode = 1;
}
