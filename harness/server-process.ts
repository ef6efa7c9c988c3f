import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnServer } from './spawn-server.ts';

/** A study server in a process of its own. */
export interface ServerProcess {
  /** Such as `http://127.0.0.1:8787`. */
  readonly origin: string;
  readonly adminToken: string;
  /** Settles when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it at once: its data are thrown away, so it has nothing to finish. */
  kill(): void;
}

const announcement = /^Data Donor study server: (http:\/\/\S+)$/m;

/**
 * Starts the study server as `npm start` does.
 *
 * @throws {Error} with what the server said, when it does not start
 */
export async function startServer(settings: { data: string; studies: string; port: number }): Promise<ServerProcess> {
  const child = spawnServer(settings);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(said.trim() || 'the study server ended without a word')));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const address = announcement.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
  });
  const adminToken = (await readFile(join(settings.data, 'admin-token'), 'utf8')).trim();
  return {
    origin,
    adminToken,
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}
