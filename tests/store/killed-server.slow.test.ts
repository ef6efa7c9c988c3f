import { Agent, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { uniformBelow } from '../../core/privacy/random-integers.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import type { Report } from '../../core/protocol/report.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../harness/study-folder.ts';
import { StudyServer } from '../../harness/study-server.ts';
import { secureRandom } from '../../server/secure-random.ts';

const connections = 64;
const random = secureRandom();
let server: StudyServer;
let agent: Agent;

beforeEach(async () => {
  agent = new Agent({ keepAlive: true, maxSockets: connections });
  server = await StudyServer.create();
  writeStudyFolder({ parent: server.studies, yaml: studyYaml({ year: farYear }) });
  await server.start();
});
afterEach(async () => {
  agent.destroy();
  await server.close();
});

/** The round of the study and `count` reports for it. */
function reportsFor(count: number) {
  const round = server.rounds(server.joinLink('commute').study)[0];
  if (!round) throw new Error('expected a round');
  const { mechanism } = round.manifest;
  const reports = Array.from({ length: count }, (): Report => {
    const vote = encodeVote([uniformBelow(mechanism.domainSize, random)], mechanism);
    return { round: round.id, vote: encodeBase64Url(vote), nonce: encodeBase64Url(random(16)) };
  });
  return { round: round.id, reports };
}

/** Status of the answer; undefined when the connection broke. */
const post = (report: Report) =>
  new Promise<number | undefined>((resolve) => {
    const call = request(`${server.origin}/v1/reports`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    call.on('response', (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
    call.on('error', () => resolve(undefined));
    call.end(JSON.stringify(report));
  });

/** Sends reports over many connections at once. */
async function postAll(reports: readonly Report[], onStatus: (report: Report, status: number | undefined) => void) {
  const queue = reports.values();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const report of queue) onStatus(report, await post(report));
    }),
  );
}

test('a server killed right after it answered has lost nothing, and retries count nothing twice', async () => {
  const { round, reports } = reportsFor(1500);
  const acknowledged: Report[] = [];
  await postAll(reports, (report, status) => {
    if (status === 202) acknowledged.push(report);
    if (acknowledged.length === 500) server.killAtOnce();
  });
  await server.stop();
  expect(acknowledged.length).toBeGreaterThanOrEqual(500);
  expect(acknowledged.length).toBeLessThan(reports.length);

  await server.start();
  const { recounted, counted } = server.storedReports(round);
  expect(recounted).toBe(counted);
  expect(recounted).toBeGreaterThanOrEqual(acknowledged.length);
  // Each one by itself: its random bytes with another vote are refused, because the first stands.
  const otherVotes = acknowledged.map((report) => ({ ...report, vote: report.vote === 'AAA' ? 'AQA' : 'AAA' }));
  const refusals = new Map<number | undefined, number>();
  await postAll(otherVotes, (_, status) => refusals.set(status, (refusals.get(status) ?? 0) + 1));
  expect([...refusals]).toEqual([[409, acknowledged.length]]);
  // Devices send everything again that they are not sure of.
  const retries = new Map<number | undefined, number>();
  await postAll(reports, (_, status) => retries.set(status, (retries.get(status) ?? 0) + 1));
  expect([...retries]).toEqual([[202, reports.length]]);
  expect(server.storedReports(round)).toEqual({ recounted: reports.length, counted: reports.length });
});

test('a server asked to stop answers what it has accepted, and stops', async () => {
  const { round, reports } = reportsFor(600);
  let acknowledged = 0;
  let stopped: Promise<void> | undefined;
  await postAll(reports, (_, status) => {
    if (status === 202) acknowledged++;
    else expect(status).toBeUndefined();
    if (acknowledged === 200) stopped ??= server.stop('SIGTERM');
  });
  await stopped;
  expect(acknowledged).toBeGreaterThanOrEqual(200);
  expect(server.complaints).toBe('');
  expect(server.storedReports(round)).toEqual({ recounted: acknowledged, counted: acknowledged });
});
