import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';

/**
 * Where things lie in the data directory, and the secrets that are made at the first start. All readable by their owner
 * only.
 */
export interface DataDirectory {
  readonly database: string;
  readonly keys: string;
  /** Keys the HMACs that recognise retries. */
  readonly secret: Uint8Array;
  /** What `Authorization: Bearer` must carry to close a round. */
  readonly adminToken: string;
  /** Lets another process take the directory. */
  release(): void;
}

/**
 * Takes the data directory for this process, and makes what is missing.
 *
 * @throws {ConfigurationError} when the directory cannot be used, or somebody else holds it
 */
export function openDataDirectory(path: string): DataDirectory {
  let lock: DirectoryLock | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    lock = lockDirectory(path, 'study server');
    return {
      database: join(path, 'donor.sqlite'),
      keys: join(path, 'keys'),
      secret: Buffer.from(readOrMake(join(path, 'retry-secret')), 'base64url'),
      adminToken: readOrMake(join(path, 'admin-token')),
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

/** 32 random bytes in base64url. */
function readOrMake(file: string): string {
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) {
    throw new ConfigurationError(`DONOR_DATA: ${file} is damaged; expected 43 characters of base64url`);
  }
  return text;
}
