import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoundId, StudyId } from '../core/ids.ts';
import type { SharedDatabase } from '../server/configuration.ts';
import { secureRandom } from '../server/secure-random.ts';
import { openConnections } from '../server/store/postgres/connections.ts';
import { createDocuments } from '../server/store/postgres/documents.ts';
import { createRoundVotes } from '../server/store/postgres/round-votes.ts';
import { type Postgres, type PostgresSettings, startPostgres } from './postgres.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import type { PublishedRound } from './study-server.ts';

/** Several study server processes on one PostgreSQL database; all of it is gone after `close`. */
export class StudyServers {
  /** Folder for study folders; write them before `start`. */
  readonly studies: string;
  readonly postgres: Postgres;
  readonly database: SharedDatabase;
  readonly #folder: string;
  readonly #processes: (ServerProcess | undefined)[] = [];
  readonly #ports: number[] = [];

  private constructor(folder: string, postgres: Postgres, database: SharedDatabase) {
    this.#folder = folder;
    this.studies = join(folder, 'studies');
    this.postgres = postgres;
    this.database = database;
  }

  static async create(settings?: PostgresSettings): Promise<StudyServers> {
    const postgres = await startPostgres(settings);
    const url = await postgres.createDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'donor-servers-'));
    const servers = new StudyServers(folder, postgres, { url, secret: randomBytes(32).toString('base64url') });
    await mkdir(servers.studies);
    return servers;
  }

  /** The process with this number, while it runs. */
  process(number: number): ServerProcess {
    const found = this.#processes[number];
    if (!found) throw new Error(`process ${number} does not run`);
    return found;
  }

  /** Where each process listens, also while it does not run. */
  get origins(): string[] {
    return this.#ports.map((port) => `http://127.0.0.1:${port}`);
  }

  /** Starts a process, or starts it again on the port it had; settles once it listens and has published. */
  async start(number: number): Promise<ServerProcess> {
    const { database, studies } = this;
    const started = await startServer({ database, studies, port: this.#ports[number] ?? 0 });
    this.#processes[number] = started;
    this.#ports[number] = Number(new URL(started.origin).port);
    return started;
  }

  /** Ends a process with a signal and waits until it is gone. */
  async stop(number: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const running = this.#processes[number];
    this.#processes[number] = undefined;
    running?.kill(signal);
    await running?.ended;
  }

  /** All studies with their rounds, oldest first, as the database has them. */
  async published(): Promise<{ id: StudyId; rounds: PublishedRound[] }[]> {
    return this.#read(async (connections) => {
      const { studies } = await createDocuments(connections).publications();
      return studies.map(({ id, rounds }) => ({
        id,
        rounds: rounds.map((round) => ({ id: round.id, manifest: round.signed.document })),
      }));
    });
  }

  /** Reports of a round at one moment: counted anew from the stored votes, and by the counters. */
  async storedReports(round: RoundId): Promise<{ recounted: number; counted: number }> {
    return this.#read(async (connections) => {
      const { recount, counters } = await createRoundVotes(connections, secureRandom()).counts(round);
      if (!recount) throw new Error('the votes of this round were deleted');
      return { recounted: recount.reports, counted: counters.reports };
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((_, number) => this.stop(number)));
    await this.postgres.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #read<Value>(query: (connections: ReturnType<typeof openConnections>) => Promise<Value>): Promise<Value> {
    const connections = openConnections(this.database.url);
    try {
      return await query(connections);
    } finally {
      await connections.end();
    }
  }
}
