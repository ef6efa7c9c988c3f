import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedDatabase } from '../server/configuration.ts';
import { deriveSecrets } from '../server/store/postgres/shared-secret.ts';
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

/** Its data directory, or the database that it shares with others; and more. */
export type ServerSettings = ({ readonly data: string } | { readonly database: SharedDatabase }) & {
  /** Folder that holds study folders. */
  readonly studies: string;
  /** 0 for a free one. */
  readonly port: number;
};

const announcement = /^Data Donor study server: (http:\/\/\S+)$/m;
const published = /^Studies are published\.$/m;

/**
 * Starts the study server as `npm start` does, on 127.0.0.1; settles once it listens and has published what it can.
 *
 * @throws {Error} with what the server said, when it does not start
 */
export async function startServer({ studies, port, ...state }: ServerSettings): Promise<ServerProcess> {
  const database = 'database' in state ? state.database : undefined;
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: repository,
    env: {
      ...process.env,
      DONOR_DATA: 'data' in state ? state.data : '',
      DATABASE_URL: database?.url ?? '',
      DONOR_SECRET: database?.secret ?? '',
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
  const adminToken =
    'data' in state
      ? (await readFile(join(state.data, 'admin-token'), 'utf8')).trim()
      : deriveSecrets(state.database.secret).adminToken;
  return {
    origin,
    adminToken,
    pid: child.pid,
    ended,
    complaints: () => complained,
    kill: (signal = 'SIGKILL') => void child.kill(signal),
  };
}
