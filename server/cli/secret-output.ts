import { type FileHandle, open, rm } from 'node:fs/promises';
import { BadInput } from './bad-input.ts';
import { write } from './standard-output.ts';

/** Where a secret is shown once: a new file that only its owner can read, or a terminal. */
export interface SecretOutput {
  /** One line, on the disk when it returns. */
  show(secret: string): Promise<void>;
  /** Nothing will be shown: takes the file away again. */
  abandon(): Promise<void>;
}

/**
 * Opened before the secret is made, so that a file that cannot be written leaves nothing half done. A pipe is refused:
 * what is behind it, such as a log, would keep the secret for others to read.
 *
 * @throws {BadInput}
 */
export async function openSecretOutput(out: string | undefined): Promise<SecretOutput> {
  if (out === undefined) {
    if (process.stdout.isTTY) return { show: (secret) => write(`${secret}\n`), abandon: async () => {} };
    throw new BadInput('a token is printed on a terminal only; name a new file for it with --out');
  }
  const file: FileHandle = await open(out, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EEXIST' ? 'it is there already' : (error.code ?? 'unknown');
    throw new BadInput(`--out: expected a new file in a directory that exists, not ${out} (${reason})`);
  });
  return {
    async show(secret) {
      await file.writeFile(`${secret}\n`);
      await file.sync();
      await file.close();
    },
    async abandon() {
      await file.close();
      await rm(out, { force: true });
    },
  };
}
