import { spawn } from 'node:child_process';
import { repository } from './folders.ts';

/** Starts the study server as `npm start` does, on 127.0.0.1. Once it listens it says so on its standard output. */
export const spawnServer = ({ data, studies, port }: { data: string; studies: string; port: number }) =>
  spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
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
