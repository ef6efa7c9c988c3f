import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { uniformSubset } from '../core/privacy/random-integers.ts';
import { encodeVote } from '../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../core/protocol/base64url.ts';
import { repository } from '../harness/folders.ts';
import { farYear, studyYaml, writeStudyFolder } from '../harness/study-folder.ts';
import { type PublishedRound, StudyServer } from '../harness/study-server.ts';
import { StudyServers } from '../harness/study-servers.ts';
import { secureRandom } from '../server/secure-random.ts';
import { type Benchmark, perSecond } from './benchmark.ts';
import { reportRequest, sendAll } from './load.ts';

const reportsARound = 4000;
const answerBody = '{"status":"stored"}';

/** A poll of 999 phrases: 18 ids a vote. */
const phrases = Array.from({ length: 999 }, (_, i) => `phrase ${i}`).join('\n');

const random = secureRandom();

/** Requests with reports that no server has seen. */
function freshRequests({ id, manifest }: PublishedRound, count: number): Buffer[] {
  const { domainSize, subsetSize } = manifest.mechanism;
  return Array.from({ length: count }, () => {
    const ids = [...uniformSubset(domainSize, subsetSize, random)].sort((a, b) => a - b);
    const vote = encodeBase64Url(encodeVote(ids, manifest.mechanism));
    return reportRequest(JSON.stringify({ round: id, vote, nonce: encodeBase64Url(random(16)) }));
  });
}

interface OpenServer {
  readonly origin: string;
  readonly round: PublishedRound;
  close(): Promise<void>;
}

const yaml = studyYaml({ year: farYear });
const files = { 'phrases.txt': phrases };

async function onSqlite(): Promise<OpenServer> {
  const server = await StudyServer.create();
  writeStudyFolder({ parent: server.studies, yaml, files });
  await server.start();
  const [round] = server.rounds(server.joinLink('commute').study);
  if (!round) throw new Error('expected a round');
  return { origin: server.origin, round, close: () => server.close() };
}

/** PostgreSQL on the same machine and disk, as its makers configure it. */
async function onPostgres(): Promise<OpenServer> {
  const servers = await StudyServers.create();
  writeStudyFolder({ parent: servers.studies, yaml, files });
  const { origin } = await servers.start(0);
  const round = (await servers.published())[0]?.rounds[0];
  if (!round) throw new Error('expected a round');
  return { origin, round, close: () => servers.close() };
}

/**
 * The raw server as a process of its own, answering with the headers that the study server really sends.
 *
 * @param file what it appends to and syncs, on the disk of the databases; undefined: it only answers
 */
async function startRawServer(origin: string, probe: Buffer, file?: string) {
  const body = probe.subarray(probe.indexOf('\r\n\r\n') + 4);
  const answer = await fetch(`${origin}/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Uint8Array.from(body),
  });
  // Node writes these itself.
  const own = ['date', 'connection', 'keep-alive'];
  const headers = [...answer.headers].filter(([name]) => !own.includes(name));
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/raw-server.ts'], {
    cwd: repository,
    env: { ...process.env, FILE: file ?? '', ANSWER: JSON.stringify({ headers, body: await answer.text() }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return { port: Number(line), stop: () => child.kill() };
  }
  throw new Error('the raw server ended before it listened');
}

const floors = {
  answer: 'raw node:http server answering the same bytes',
  sync: 'the same, after it has appended each group to a file and synced it',
};
const engines = { SQLite: onSqlite, PostgreSQL: onPostgres };

const acknowledgedReports = (
  engine: keyof typeof engines,
  connections: number,
  floor: keyof typeof floors,
): Benchmark => ({
  name: `acknowledged reports on ${engine}, ${connections} connections`,
  unit: 'reports/s',
  floorName: floors[floor],
  async prepare() {
    const server = await engines[engine]();
    const [probe] = freshRequests(server.round, 1) as [Buffer];
    const folder = await mkdtemp(join(tmpdir(), 'donor-bench-'));
    const raw = await startRawServer(server.origin, probe, floor === 'sync' ? join(folder, 'reports') : undefined);
    const rate = (port: number) => {
      const requests = freshRequests(server.round, reportsARound);
      return perSecond(reportsARound, () => sendAll(port, connections, requests, answerBody));
    };
    return {
      subject: () => rate(Number(new URL(server.origin).port)),
      floor: () => rate(raw.port),
      async dispose() {
        raw.stop();
        await server.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
});

export default (['SQLite', 'PostgreSQL'] as const).flatMap((engine) =>
  [64, 256].flatMap((connections) =>
    (['answer', 'sync'] as const).map((floor) => acknowledgedReports(engine, connections, floor)),
  ),
) satisfies Benchmark[];
