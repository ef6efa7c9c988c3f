import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = new URL('../../../../', import.meta.url);

/** Runs the `donor` command as `npm run donor` does, without npm around it. */
export async function donor(words: readonly string[], input = '', environment = {}): Promise<Outcome> {
  const child = start(words, environment);
  child.stdin.on('error', () => undefined); // A command that refuses its options may leave before it reads.
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  return { code, stdout, stderr };
}

export function start(words: readonly string[], environment = {}) {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...words], { cwd: root, env });
}

export function exit(child: ReturnType<typeof start>): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}
