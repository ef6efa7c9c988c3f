import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { uniformSubset } from '../core/privacy/random-integers.ts';
import { encodeVote } from '../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../core/protocol/base64url.ts';
import { repository } from '../harness/folders.ts';
import { farYear, studyYaml, writeStudyFolder } from '../harness/study-folder.ts';
import { type PublishedRound, StudyServer } from '../harness/study-server.ts';
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

/** The raw server as a process of its own, answering with the headers that the study server really sends. */
async function startRawServer(server: StudyServer, probe: Buffer) {
  const body = probe.subarray(probe.indexOf('\r\n\r\n') + 4);
  const answer = await fetch(`${server.origin}/v1/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Uint8Array.from(body),
  });
  // Node writes these itself.
  const own = ['date', 'connection', 'keep-alive'];
  const headers = [...answer.headers].filter(([name]) => !own.includes(name));
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/raw-server.ts'], {
    cwd: repository,
    env: { ...process.env, ANSWER: JSON.stringify({ headers, body: await answer.text() }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return { port: Number(line), stop: () => child.kill() };
  }
  throw new Error('the raw server ended before it listened');
}

const acknowledgedReports = (connections: number): Benchmark => ({
  name: `acknowledged reports, ${connections} connections`,
  unit: 'reports/s',
  floorName: 'raw node:http server answering the same bytes',
  async prepare() {
    const server = await StudyServer.create();
    const yaml = studyYaml({ year: farYear });
    writeStudyFolder({ parent: server.studies, yaml, files: { 'phrases.txt': phrases } });
    await server.start();
    const round = server.rounds(server.joinLink('commute').study)[0];
    if (!round) throw new Error('expected a round');
    const [probe] = freshRequests(round, 1) as [Buffer];
    const raw = await startRawServer(server, probe);
    const rate = (port: number) => {
      const requests = freshRequests(round, reportsARound);
      return perSecond(reportsARound, () => sendAll(port, connections, requests, answerBody));
    };
    return {
      subject: () => rate(server.port),
      floor: () => rate(raw.port),
      async dispose() {
        raw.stop();
        await server.close();
      },
    };
  },
});

export default [acknowledgedReports(64), acknowledgedReports(256)] satisfies Benchmark[];
