import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repository } from '../../harness/folders.ts';
import { runTool } from './run-tool.ts';

const biome = '@biomejs/biome/bin/biome';

test('every file is linted and formatted', () => {
  const { code, output } = runTool(biome, ['check', '--error-on-warnings', '.']);
  expect(code, output).toBe(0);
});

/** Files that break a rule of this house, each with the rule that must notice it. */
const planted = {
  'core/protocol/reads-server.ts': [
    "import { a } from '../../server/a.ts';\nexport const b = a;\n",
    'noRestrictedImports',
  ],
  'core/protocol/reads-extension.ts': [
    "import { a } from '../../src/a.ts';\nexport const b = a;\n",
    'noRestrictedImports',
  ],
  'core/privacy/reads-node.ts': ["import { a } from 'node:fs';\nexport const b = a;\n", 'noRestrictedImports'],
  'core/privacy/reads-clock.ts': ['export const now = () => Date.now();\n', 'noRestrictedGlobals'],
  'src/drafts/reads-server.ts': [
    "import { a } from '../../server/a.ts';\nexport const b = a;\n",
    'noRestrictedImports',
  ],
  'server/http/reads-extension.ts': [
    "import { a } from '../../src/a.ts';\nexport const b = a;\n",
    'noRestrictedImports',
  ],
  'server/store/circle.ts': ["import { a } from './circle-back.ts';\nexport const b = () => a;\n", 'noImportCycles'],
  'server/store/circle-back.ts': ["import { b } from './circle.ts';\nexport const a = () => b;\n", 'noImportCycles'],
} as const;

test('the linter finds planted violations of the arrows, and nothing in a file that keeps to them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'donor-lint-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(repository, 'biome.json'), join(folder, 'biome.json'));
  // Biome takes an empty file for none.
  await writeFile(join(folder, '.gitignore'), 'node_modules/\n');
  const kept = 'server/http/reads-core.ts';
  const files = Object.entries(planted).map(([path, [text]]): [string, string] => [path, text]);
  for (const [path, text] of [
    ...files,
    [kept, "import { a } from '../../core/a.ts';\nexport const b = a;\n"] as const,
  ]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { code, output } = runTool(biome, ['lint', '--max-diagnostics=none', '.'], folder);
  expect(code).toBe(1);
  for (const [path, [, rule]] of Object.entries(planted)) {
    expect(output).toMatch(new RegExp(`${path}:\\d+:\\d+ lint/\\w+/${rule}`));
  }
  expect(output).not.toContain(kept);
});
