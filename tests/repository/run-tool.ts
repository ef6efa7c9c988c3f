import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../../harness/folders.ts';

/** Runs a program of `node_modules` and returns its exit code and all it wrote. */
export function runTool(
  script: string,
  args: readonly string[],
  cwd = repository,
): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, 'node_modules', script), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, output: stdout + stderr };
}
