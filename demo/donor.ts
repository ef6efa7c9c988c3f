import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repository } from '../harness/folders.ts';

const run = promisify(execFile);

/**
 * Runs the `donor` command as a researcher does, and returns what it says with `--json`.
 *
 * @throws {Error} with its own words when it fails
 */
export async function donor(words: readonly string[], signal: AbortSignal): Promise<unknown> {
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...words, '--json'], {
      cwd: repository,
      maxBuffer: 64 * 1024 * 1024,
      signal,
    });
    return JSON.parse(stdout);
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new Error(`donor ${words[0]}: ${stderr.trim() || (error as Error).message}`);
  }
}
