import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { writeDurably } from './durable-file.ts';

/**
 * Where things lie in the data directory, and the secrets that are made at the first start. All readable by their owner
 * only.
 */
export interface DataDirectory {
  readonly database: string;
  readonly keys: string;
  /** Keys the HMACs that recognise retries. */
  readonly secret: Uint8Array;
  /** What `Authorization: Bearer` carries when the administrator asks. */
  readonly adminToken: string;
  /** Writes down where this process answers, for commands on the same machine. */
  announce(origin: string): void;
  /** Lets another process take the directory. */
  release(): void;
}

/**
 * Takes the data directory for this process, and makes what is missing.
 *
 * @param newRetrySecret whether a missing `retry-secret` is made anew beside a database
 * @throws {ConfigurationError} when the directory cannot be used, or somebody else holds it
 */
export function openDataDirectory(path: string, { newRetrySecret = false } = {}): DataDirectory {
  let lock: DirectoryLock | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    lock = lockDirectory(path, 'study server');
    const database = join(path, 'donor.sqlite');
    const retrySecret = join(path, 'retry-secret');
    if (existsSync(database) && !existsSync(retrySecret) && !newRetrySecret) {
      throw new ConfigurationError(
        `DONOR_DATA: ${retrySecret} is missing beside a database. Restore it from a backup. Without it a report that is sent again counts ` +
          'twice; to accept that, start with --accept-new-retry-secret.',
      );
    }
    return {
      database,
      keys: join(path, 'keys'),
      secret: Buffer.from(readOrMake(retrySecret), 'base64url'),
      adminToken: readOrMake(join(path, 'admin-token')),
      announce: lock.announce,
      release: lock.release,
    };
  } catch (error) {
    lock?.release();
    if (error instanceof ConfigurationError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigurationError(
      `DONOR_DATA: cannot use the directory ${path} (${code}); expected one that can be written`,
    );
  }
}

/** Whether a text can be 32 bytes in base64url. */
export const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** 32 random bytes in base64url, in a file that only its owner can read; says so when others could. */
function readOrMake(file: string): string {
  if (!existsSync(file)) writeDurably(file, `${randomBytes(32).toString('base64url')}\n`);
  if ((statSync(file).mode & 0o077) !== 0) {
    chmodSync(file, 0o600);
    console.error(
      `${file} could be read or changed by others on this machine, and cannot any more. If others use this machine, have it made anew: docs/operations.md says how.`,
    );
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!isSecret(text)) {
    throw new ConfigurationError(
      `DONOR_DATA: ${file} is damaged; expected 43 characters of base64url. Restore it from a backup, or delete it and start again`,
    );
  }
  return text;
}
