import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** Redraws the true answer where it was left out: a published defect. */
const defective = `
import { uniformBelow, uniformSubset } from 'ROOT/core/privacy/random-integers.ts';
export function randomise(x, m, random) {
  if (!(x < m.domainSize)) throw new RangeError('answer: expected an integer of the domain');
  const total = m.subsetSize * m.weightTrue + (m.domainSize - m.subsetSize) * m.weightOther;
  if (uniformBelow(total, random) >= m.subsetSize * m.weightTrue) return [...uniformSubset(m.domainSize, m.subsetSize, random)].sort((a, b) => a - b);
  const others = [...uniformSubset(m.domainSize - 1, m.subsetSize - 1, random)].map((id) => (id < x ? id : id + 1));
  return [x, ...others].sort((a, b) => a - b);
}`;

let build = '';
beforeEach(async () => {
  build = await mkdtemp(join(tmpdir(), 'audited-build-'));
});
afterEach(() => rm(build, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(build, name)), { recursive: true });
    await writeFile(join(build, name), text.replaceAll('ROOT', relative(dirname(join(build, name)), root)));
  }
}

const audit = () =>
  spawnSync(process.execPath, ['--import', 'tsx', 'audit/main.ts', '--build', build, '--votes', '10000'], {
    cwd: root,
    encoding: 'utf8',
  });

const background = {
  'package.json': '{"type":"module"}',
  'manifest.json': '{"background":{"service_worker":"background.js","type":"module"}}',
  'background.js': 'import { randomise } from "./core/subset-selection.js"; randomise(0);',
};

test('a defective build fails the audit', async () => {
  await write({ ...background, 'core/subset-selection.js': defective });
  const { status, stderr, stdout } = audit();
  expect(stderr).toMatch(/VIOLATED: the law is violated/);
  expect(stdout).toMatch(/violations\.$/m);
  expect(status).toBe(1);
});

test('the sampler of the sources passes it', async () => {
  await write({
    ...background,
    'background.js': 'import { randomise } from "ROOT/core/privacy/subset-selection.ts"; randomise(0);',
    'core/subset-selection.js': 'export { randomise } from "ROOT/core/privacy/subset-selection.ts";',
  });
  const { status, stderr, stdout } = audit();
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^The sampler keeps its law\.$/m);
  expect(status).toBe(0);
});

test('a folder without an extension is no pass', () => {
  const { status, stderr } = audit();
  expect(stderr).toMatch(/subset-selection\.js/);
  expect(status).toBe(1);
});
