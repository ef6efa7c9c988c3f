import { farYear, studyYaml, writeStudyFolder } from './study-folder.ts';
import { type PublishedRound, StudyServer } from './study-server.ts';
import { StudyServers } from './study-servers.ts';

/** The engines that a store has. */
export const engines = ['sqlite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

/** One or more server processes that take reports of one round, and can be killed. */
export interface TorturedServers {
  readonly round: PublishedRound;
  /** Where the processes listen, also while they are dead. */
  readonly origins: readonly string[];
  /** Kills a part of it without any warning: which, the number says. Settles when it is gone. */
  kill(number: number): Promise<void>;
  /** Starts again what was killed. */
  revive(): Promise<void>;
  /** Reports of the round at one moment: counted anew from the votes, and by the counters. */
  stored(): Promise<{ readonly recounted: number; readonly counted: number }>;
  close(): Promise<void>;
}

const yaml = studyYaml({ year: farYear });

/** One process with its data directory. */
async function onSqlite(): Promise<TorturedServers> {
  const server = await StudyServer.create();
  writeStudyFolder({ parent: server.studies, yaml });
  await server.start();
  const [round] = server.rounds(server.joinLink('commute').study);
  if (!round) throw new Error('expected a round');
  return {
    round,
    origins: [server.origin],
    async kill() {
      server.killAtOnce();
      await server.stop();
    },
    revive: () => server.start(),
    stored: async () => server.storedReports(round.id),
    close: () => server.close(),
  };
}

const processes = 3;

/** Three processes on one database. Every fifth time it is the database that dies, as in a loss of power. */
async function onPostgres(): Promise<TorturedServers> {
  const servers = await StudyServers.create();
  writeStudyFolder({ parent: servers.studies, yaml });
  for (let number = 0; number < processes; number++) await servers.start(number);
  const round = (await servers.published())[0]?.rounds[0];
  if (!round) throw new Error('expected a round');
  let dead: number | undefined;
  return {
    round,
    origins: servers.origins,
    async kill(number) {
      dead = number % 5 === 4 ? undefined : number % processes;
      if (dead !== undefined) await servers.stop(dead, 'SIGKILL');
      else {
        await servers.postgres.kill();
        await servers.postgres.start();
      }
    },
    async revive() {
      if (dead !== undefined) await servers.start(dead);
    },
    stored: () => servers.storedReports(round.id),
    close: () => servers.close(),
  };
}

export const startTortured = (engine: Engine): Promise<TorturedServers> =>
  engine === 'sqlite' ? onSqlite() : onPostgres();
