import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uniformBelow } from '../../core/privacy/random-integers.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import type { Report } from '../../core/protocol/report.ts';
import { startServer } from '../../harness/server-process.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../harness/study-folder.ts';
import type { PublishedRound } from '../../harness/study-server.ts';
import { StudyServers } from '../../harness/study-servers.ts';
import { until } from '../../harness/until.ts';
import { secureRandom } from '../../server/secure-random.ts';

const random = secureRandom();
const processes = [0, 1, 2];
let servers: StudyServers;
let round: PublishedRound;

beforeAll(async () => {
  servers = await StudyServers.create();
  writeStudyFolder({ parent: servers.studies, yaml: studyYaml({ year: farYear }) });
  // All at once, on an empty database.
  await Promise.all(processes.map((number) => servers.start(number)));
});
afterAll(() => servers.close());
beforeEach(async () => {
  round = (await servers.published())[0]?.rounds[0] as PublishedRound;
});

function newReport({ id, manifest: { mechanism } } = round): Report {
  const vote = encodeVote([uniformBelow(mechanism.domainSize, random)], mechanism);
  return { round: id, vote: encodeBase64Url(vote), nonce: encodeBase64Url(random(16)) };
}
const post = async (number: number, report: Report): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  const url = `${servers.origins[number]}/v1/reports`;
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(report) })).status;
};
const logOf = async (number: number, study: string) => {
  const reply = await fetch(`${servers.origins[number]}/v1/studies/${study}/rounds`);
  return (await reply.json()) as { rounds: { closed: boolean }[] };
};
const administrate = (number: number, path: string) =>
  fetch(`${servers.origins[number]}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${servers.process(number).adminToken}` },
  });

test('three processes that start at once publish a study once, and nobody complains', async () => {
  const published = await servers.published();
  expect(published.map(({ rounds }) => rounds.length)).toEqual([1]);
  for (const number of processes) expect(servers.process(number).complaints()).toBe('');
});

test('the same report to two processes at once counts once', async () => {
  const before = await servers.storedReports(round.id);
  const reports = Array.from({ length: 200 }, () => newReport());
  const statuses = await Promise.all(reports.flatMap((report) => processes.map((number) => post(number, report))));
  expect(new Set(statuses)).toEqual(new Set([202]));
  const total = before.counted + reports.length;
  expect(await servers.storedReports(round.id)).toEqual({ recounted: total, counted: total });
});

test('one random number with two votes, sent to two processes at once, is stored once and refused once', async () => {
  for (let i = 0; i < 20; i++) {
    const report = newReport();
    const other = { ...report, vote: report.vote === 'AAA' ? 'AQA' : 'AAA' };
    expect((await Promise.all([post(0, report), post(1, other)])).sort()).toEqual([202, 409]);
  }
});

test('while one process is killed, the others take its reports, and a retry counts once', async () => {
  const before = await servers.storedReports(round.id);
  let acknowledged = 0;
  for (const killed of processes) {
    let ending = false;
    const client = async (): Promise<void> => {
      while (!ending) {
        const report = newReport();
        let number = killed;
        // As a device does: the same bytes, until somebody has them.
        while ((await post(number, report).catch(() => 0)) !== 202) number = (number + 1) % processes.length;
        acknowledged++;
      }
    };
    const clients = Array.from({ length: 16 }, client);
    await until('reports to be under way', async () => acknowledged > 50 * (killed + 1));
    await servers.stop(killed, 'SIGKILL');
    const then = acknowledged;
    await until('the others to take reports', async () => acknowledged > then + 50);
    ending = true;
    await Promise.all(clients);
    await servers.start(killed);
  }
  const total = before.counted + acknowledged;
  expect(await servers.storedReports(round.id)).toEqual({ recounted: total, counted: total });
});

test('what one process publishes, the next answer of every other one shows', async () => {
  await servers.stop(0);
  writeFileSync(
    join(servers.studies, 'commute', 'study.yaml'),
    `${readFileSync(join(servers.studies, 'commute', 'study.yaml'), 'utf8')}  - title: And again?
    kind: fragments
    texts: phrases.txt
    epsilon: 2
    minimumReports: 50
`,
  );
  await servers.start(0);
  const [study] = await servers.published();
  expect(study?.rounds).toHaveLength(2);
  for (const number of processes) expect((await logOf(number, study?.id ?? '')).rounds).toHaveLength(2);
});

test('a round that one process has closed takes no report anywhere, not one that is on its way', async () => {
  const [study] = await servers.published();
  const open = study?.rounds[1] as PublishedRound;
  let acknowledged = 0;
  let ending = false;
  const client = async (number: number): Promise<void> => {
    while (!ending) {
      const status = await post(number, newReport(open));
      expect([202, 410]).toContain(status);
      if (status === 202) acknowledged++;
    }
  };
  const clients = processes.flatMap((number) => Array.from({ length: 8 }, () => client(number)));
  await until('reports', async () => acknowledged > 100);
  expect((await administrate(1, `rounds/${open.id}/close`)).status).toBe(200);
  const { counted } = await servers.storedReports(open.id);
  for (const number of processes) {
    expect(await post(number, newReport(open))).toBe(410);
    expect((await logOf(number, study?.id ?? '')).rounds.map(({ closed }) => closed)).toEqual([false, true]);
  }
  ending = true;
  await Promise.all(clients);
  expect(await servers.storedReports(open.id)).toEqual({ recounted: counted, counted });
  expect(acknowledged).toBe(counted);
});

test('a process with another secret does not start, and says what to do', async () => {
  const { url } = servers.database;
  const secret = encodeBase64Url(random(32));
  const started = startServer({ database: { url, secret }, studies: servers.studies, port: 0 });
  await expect(started).rejects.toThrow(/exit code 1: .*\nDONOR_SECRET: this is not the secret that the database/);
});

test('a database that goes away for a while is a 503, and everything goes on by itself when it is back', async () => {
  const before = await servers.storedReports(round.id);
  const report = newReport();
  expect(await post(0, report)).toBe(202);
  await servers.postgres.stop();
  for (const number of processes) {
    expect(await post(number, newReport())).toBe(503);
    const reply = await fetch(`${servers.origins[number]}/v1/rounds/${round.id}/results`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ type: expect.stringContaining('storage-unavailable') });
  }
  const started = startServer({ database: servers.database, studies: servers.studies, port: 0 });
  await expect(started).rejects.toThrow(/exit code 1: The study server did not start:\nDATABASE_URL: the database/);
  await servers.postgres.start();
  for (const number of processes) {
    expect(await post(number, report)).toBe(202);
    expect(await post(number, newReport())).toBe(202);
  }
  const total = before.counted + 1 + processes.length;
  expect(await servers.storedReports(round.id)).toEqual({ recounted: total, counted: total });
});

test('a database that can only be read is a 503 and a refused start, and recovers by itself', async () => {
  await servers.postgres.stop();
  await servers.postgres.start({ settings: { default_transaction_read_only: 'on' } });
  expect(await post(0, newReport())).toBe(503);
  // Pages only read.
  expect((await fetch(`${servers.origins[0]}/v1/rounds/${round.id}/results`)).status).toBe(200);
  const started = startServer({ database: servers.database, studies: servers.studies, port: 0 });
  await expect(started).rejects.toThrow(/exit code 1: .*read-only transaction/s);
  await servers.postgres.stop();
  await servers.postgres.start();
  expect(await post(0, newReport())).toBe(202);
});
