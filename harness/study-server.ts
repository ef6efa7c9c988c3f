import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RoundId, StudyId } from '../core/ids.ts';
import type { JoinLink } from '../core/protocol/join-link.ts';
import type { RoundManifest } from '../core/protocol/manifest.ts';
import type { SignedStudy } from '../core/protocol/study.ts';
import { secureRandom } from '../server/secure-random.ts';
import { keyFiles } from '../server/store/key-files.ts';
import { createStoredVotes } from '../server/store/sqlite/stored-votes.ts';
import { previewSchema } from '../server/studies/preview-documents.ts';
import { loadSigningKey, type SigningKey } from '../server/studies/signing-key.ts';
import { readStudyFolder } from '../server/studies/study-folder.ts';
import { writtenStudy } from '../server/studies/written-study.ts';
import { type ServerProcess, startServer } from './server-process.ts';

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
  #process: ServerProcess | undefined;
  #port: number;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.studies = join(folder, 'studies');
  }

  /** @param port 0 for one that is free */
  static async create(port = 0): Promise<StudyServer> {
    const server = new StudyServer(await mkdtemp(join(tmpdir(), 'donor-server-')), port);
    await mkdir(server.studies);
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** All that the server has written to its standard error since it was started. */
  get complaints(): string {
    return this.#process?.complaints() ?? '';
  }

  /** Starts on a free port, or again on the port it had; settles once it listens and has published. */
  async start(): Promise<void> {
    this.#process = await startServer({ data: join(this.#folder, 'data'), studies: this.studies, port: this.#port });
    this.#port = Number(new URL(this.#process.origin).port);
  }

  /** Ends the process with a signal and waits until it is gone. SIGKILL leaves it no time for anything. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    this.#process?.kill(signal);
    await this.#process?.ended;
  }

  /** Kills the process before this function returns to its caller, as far as the operating system lets it. */
  killAtOnce(): void {
    this.#process?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Withdraws a study for good, as its administrator. */
  async withdraw(study: StudyId): Promise<void> {
    const authorization = `Bearer ${this.#process?.adminToken}`;
    const url = `${this.origin}/v1/studies/${study}/withdraw`;
    const reply = await fetch(url, { method: 'POST', headers: { authorization } });
    if (!reply.ok) throw new Error(`the study was not withdrawn: ${await reply.text()}`);
  }

  /** Makes a preview of a study folder, as its administrator; resolves to the address of its pages. */
  async makePreview(folder: string): Promise<string> {
    const written = writtenStudy(await readStudyFolder(folder));
    const reply = await fetch(`${this.origin}/v1/previews/${written.study.name}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${this.#process?.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(written),
    });
    if (!reply.ok) throw new Error(`there is no preview: ${await reply.text()}`);
    return `${this.origin}${previewSchema.parse(await reply.json()).page}`;
  }

  /** Closes a round before its time, as its administrator. */
  async closeRound(round: RoundId): Promise<void> {
    const authorization = `Bearer ${this.#process?.adminToken}`;
    const reply = await fetch(`${this.origin}/v1/rounds/${round}/close`, {
      method: 'POST',
      headers: { authorization },
    });
    if (!reply.ok) throw new Error(`the round was not closed: ${await reply.text()}`);
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
      const recounted = votes.recount(round);
      if (!recounted) throw new Error('the votes of this round were deleted');
      return { recounted: recounted.reports, counted: votes.counters(round).reports };
    });
  }

  /** The key that signs a study: a dishonest server has it too. */
  signingKey(name: string): Promise<SigningKey> {
    return loadSigningKey(keyFiles(join(this.#folder, 'data', 'keys')), name);
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
