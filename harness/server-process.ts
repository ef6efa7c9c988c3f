import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './folders.ts';

/** A study server in a process of its own. */
export interface ServerProcess {
  /** Such as `http://127.0.0.1:8787`. */
  readonly origin: string;
  readonly adminToken: string;
  readonly pid: number | undefined;
  /** Settles when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** All that it has written to its standard error. */
  complaints(): string;
  /** Sends a signal; SIGKILL leaves it no time for anything. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): void;
}

export interface ServerSettings {
  readonly data: string;
  /** Folder that holds study folders. */
  readonly studies: string;
  /** 0 for a free one. */
  readonly port: number;
}

const announcement = /^Data Donor study server: (http:\/\/\S+)$/m;
const published = /^Studies are published\.$/m;

/**
 * Starts the study server as `npm start` does, on 127.0.0.1; settles once it listens and has published what it can.
 *
 * @throws {Error} with what the server said, when it does not start
 */
export async function startServer({ data, studies, port }: ServerSettings): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: repository,
    env: {
      ...process.env,
      DONOR_DATA: data,
      DONOR_STUDIES: studies,
      DONOR_HOST: '127.0.0.1',
      DONOR_PORT: String(port),
      DONOR_PUBLIC_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const words = `${said}${complained}`.trim() || 'the study server ended without a word';
      reject(new Error(`exit code ${code}: ${words}`));
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = announcement.exec(said)?.[1];
      if (address !== undefined && published.test(said)) resolve(address);
    });
  });
  const adminToken = (await readFile(join(data, 'admin-token'), 'utf8')).trim();
  return {
    origin,
    adminToken,
    pid: child.pid,
    ended,
    complaints: () => complained,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  };
}
