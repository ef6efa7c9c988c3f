import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import type { RoundId, StudyId } from '../core/ids.ts';
import type { JoinLink } from '../core/protocol/join-link.ts';
import type { RoundManifest } from '../core/protocol/manifest.ts';
import type { SignedStudy } from '../core/protocol/study.ts';
import { secureRandom } from '../server/secure-random.ts';
import { createStoredVotes } from '../server/store/sqlite/stored-votes.ts';
import { loadSigningKey, type SigningKey } from '../server/studies/signing-key.ts';
import { spawnServer } from './spawn-server.ts';

export interface PublishedRound {
  readonly id: RoundId;
  readonly manifest: RoundManifest;
}

/**
 * The real study server as a process of its own, with a data directory and study folders that are deleted on `close`.
 */
export class StudyServer {
  /** Folder for study folders; write them before `start`. */
  readonly studies: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #port = 0;
  #complaints = '';

  private constructor(folder: string) {
    this.#folder = folder;
    this.studies = join(folder, 'studies');
  }

  static async create(): Promise<StudyServer> {
    const server = new StudyServer(await mkdtemp(join(tmpdir(), 'donor-server-')));
    await mkdir(server.studies);
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** All that the server has written to its standard error. */
  get complaints(): string {
    return this.#complaints;
  }

  /** Starts on a free port, or again on the port it had; settles once it listens. */
  async start(): Promise<void> {
    const child = spawnServer({ data: join(this.#folder, 'data'), studies: this.studies, port: this.#port });
    this.#process = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints += text;
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /^Data Donor study server: http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
      if (address === undefined) continue;
      this.#port = Number(address);
      child.stdout.resume();
      return;
    }
    throw new Error(`the study server ended before it listened:\n${this.#complaints}`);
  }

  /** Ends the process with a signal and waits until it is gone. SIGKILL leaves it no time for anything. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  /** Kills the process before this function returns to its caller, as far as the operating system lets it. */
  killAtOnce(): void {
    this.#process?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** What a join link to the study called `name` says when volunteers reach the server at `origin`. */
  joinLink(name: string, origin = this.origin): JoinLink {
    return this.#read((database) => {
      const row = database
        .prepare<[string], { id: StudyId; signed: string }>('SELECT id, signed FROM studies WHERE name = ?')
        .get(name);
      if (!row) throw new Error(`the server has no study called ${name}`);
      const { document }: SignedStudy = JSON.parse(row.signed);
      return { server: origin, study: row.id, publicKey: document.publicKey };
    });
  }

  /** Rounds of a study, oldest first. */
  rounds(study: StudyId): PublishedRound[] {
    return this.#read((database) =>
      database
        .prepare<[string], { id: RoundId; signed: string }>(
          'SELECT id, signed FROM rounds WHERE study = ? ORDER BY sequence',
        )
        .all(study)
        .map(({ id, signed }) => ({ id, manifest: JSON.parse(signed).document })),
    );
  }

  /**
   * Reports of a round in the database file itself: counted anew from the stored votes, and by the server's own
   * counter; they must be the same number.
   */
  storedReports(round: RoundId): { recounted: number; counted: number } {
    return this.#read((database) => {
      const votes = createStoredVotes(database, secureRandom());
      return { recounted: votes.recount(round).reports, counted: votes.counters(round).reports };
    });
  }

  /** The key that signs a study: a dishonest server has it too. */
  signingKey(name: string): Promise<SigningKey> {
    return loadSigningKey(join(this.#folder, 'data', 'keys', `${name}.pem`));
  }

  #read<Value>(query: (database: Database.Database) => Value): Value {
    const database = new Database(join(this.#folder, 'data', 'donor.sqlite'), { readonly: true });
    try {
      return query(database);
    } finally {
      database.close();
    }
  }
}
