import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embedText } from '../../../../harness/signed-study.ts';
import { writeStudyFolder } from '../../../../harness/study-folder.ts';
import { type ApprovedPool, approvedPoolOf } from '../../../../server/automatic/approved-pool.ts';
import { readPool } from '../../../../server/evolution/pool.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';
import { openStudyServer, type StudyServer } from '../../../../server/study-server.ts';
import { type AutomaticStudy, automaticStudy, hourMs, poolTexts } from '../automatic/automatic-study.ts';
import { publish } from '../opened-server.ts';

let study: AutomaticStudy;
let data: string;
let server: StudyServer;
let approved: ApprovedPool;
let sha256: string;
const settings = { rounds: 2, hours: 72 };

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
const ask = (method: Method, url: string, payload?: object, token = server.adminToken) =>
  server.app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload && { payload }) });
const outcome = async (...words: Parameters<typeof ask>) => {
  const reply = await ask(...words);
  return reply.statusCode === 200 ? 200 : [reply.statusCode, reply.json().code];
};

beforeAll(async () => {
  study = await automaticStudy();
  writeStudyFolder({ parent: study.parent, name: 'meals' });
  data = mkdtempSync(join(tmpdir(), 'donor-data-'));
  server = await openStudyServer({
    configuration: { data, studies: study.parent, host: '127.0.0.1', publicOrigin: undefined },
    now: study.now,
    loadEmbedder: async () =>
      ({ embed: async (texts: readonly string[]) => texts.map(embedText), dispose: async () => undefined }) as never,
  });
  await publish(server);
  const read = await readStudyFolder(study.folder);
  approved = approvedPoolOf(read, await readPool(study.folder, read));
});
afterAll(async () => {
  await server.close();
  study.dispose();
  rmSync(data, { recursive: true });
});

const requests = (): readonly (readonly [Method, string, object?])[] => [
  ['PUT', '/v1/pools/commute', approved],
  ['GET', '/v1/pools/commute'],
  ['POST', '/v1/pools/commute/embed', { sha256 }],
  ['POST', '/v1/pools/commute/proposal', { sha256 }],
  ['POST', '/v1/automatic/commute/start', { sha256, settings }],
  ['GET', '/v1/automatic/commute'],
  ['POST', '/v1/automatic/commute/pause'],
  ['POST', '/v1/automatic/commute/resume'],
  ['POST', '/v1/automatic/commute/stop'],
  ['DELETE', '/v1/pools/commute'],
];

test('a pool is kept as it was sent, and refused where it does not fit', async () => {
  expect(await outcome('PUT', '/v1/pools/other', approved)).toEqual([400, 'malformed-request']);
  const empty = { ...approved, texts: [] };
  expect(await outcome('PUT', '/v1/pools/commute', empty)).toEqual([400, 'malformed-request']);
  const longer = {
    ...approved,
    written: { ...approved.written, study: { ...approved.written.study, title: 'Other' } },
  };
  const refused = await ask('PUT', '/v1/pools/commute', longer);
  expect(refused.json()).toMatchObject({ code: 'unfit-study', problems: [{ field: 'title' }] });
  const kept = await ask('PUT', '/v1/pools/commute', approved);
  expect(kept.json()).toMatchObject({ name: 'commute', texts: poolTexts.length });
  ({ sha256 } = kept.json());
  expect((await ask('GET', '/v1/pools/commute')).json()).toEqual({ ...kept.json(), approved });
});

test('a researcher does with her study what her token allows, and nothing with another one', async () => {
  const tokenOf = async (request: object) => (await ask('POST', '/v1/tokens', { days: 30, ...request })).json().token;
  const reader = await tokenOf({ name: 'reader', study: 'commute', scope: 'read' });
  const other = await tokenOf({ name: 'other', study: 'meals', scope: 'run' });
  for (const [method, url, payload] of requests()) {
    expect(await outcome(method, url, payload, 'guess'), url).toEqual([401, 'not-authorised']);
    expect(await outcome(method, url, payload, other), url).toEqual([403, 'not-allowed']);
    if (method !== 'GET') expect(await outcome(method, url, payload, reader), url).toEqual([403, 'not-allowed']);
  }
  expect(await outcome('GET', '/v1/pools/commute', undefined, reader)).toBe(200);
  expect(await outcome('GET', '/v1/automatic/commute', undefined, reader)).toEqual([404, 'unknown-run']);
});

test('proposes from closed rounds alone, one at a time, as long as somebody waits', async () => {
  const url = '/v1/pools/commute/proposal';
  expect(await outcome('POST', url, { sha256 })).toEqual([409, 'round-open']);
  await study.vote(server, 60);
  study.clock.now += 73 * hourMs;
  expect(await outcome('POST', url, { sha256 })).toEqual([409, 'texts-not-embedded']);
  expect(await outcome('POST', url, { sha256: '1'.repeat(64) })).toEqual([409, 'pool-changed']);
  const embedded = await ask('POST', '/v1/pools/commute/embed', { sha256 });
  expect(embedded.json()).toEqual({ embedded: poolTexts.length, of: poolTexts.length });
  const [first, second] = await Promise.all([ask('POST', url, { sha256 }), ask('POST', url, { sha256 })]);
  expect([first.statusCode, second.statusCode].sort()).toEqual([200, 429]);
  const proposal = (first.statusCode === 200 ? first : second).json();
  expect(proposal).toMatchObject({
    round: 2,
    learnedFrom: [{ round: 1, reports: 60 }],
    cohorts: [1],
    stop: null,
    problems: [],
    entry: { texts: 'round-2.jsonl', cohorts: [1] },
  });
  expect(proposal.candidates).toHaveLength(4);
  for (const { text } of proposal.candidates) expect(poolTexts).toContain(text);
  expect(await outcome('POST', url, { sha256, candidates: 500 })).toEqual([422, 'unfit-study']);
  // Whoever hangs up ends the work, so that the next one is not refused.
  const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' };
  const asking = fetch(`${address}${url}`, {
    ...{ method: 'POST', headers, signal: leaving.signal },
    body: JSON.stringify({ sha256 }),
  });
  setTimeout(() => leaving.abort(), 20);
  await asking.catch(() => undefined);
  await expect.poll(() => outcome('POST', url, { sha256 }), { timeout: 20_000 }).toBe(200);
});

test('rounds follow by themselves until they are paused or stopped, and the pool stays as it was approved', async () => {
  const url = '/v1/automatic/commute';
  expect(await outcome('POST', `${url}/pause`)).toEqual([404, 'unknown-run']);
  expect(await outcome('POST', `${url}/start`, { sha256, settings: { rounds: 2 } })).toEqual([
    400,
    'malformed-request',
  ]);
  const started = (await ask('POST', `${url}/start`, { sha256, settings })).json();
  expect(started).toMatchObject({
    name: 'commute',
    phase: 'running',
    pool: sha256,
    settings,
    next: 'wait',
    opened: [],
  });
  expect(started.steps).toHaveLength(1);
  expect(await outcome('POST', `${url}/start`, { sha256, settings })).toEqual([409, 'run-active']);
  expect(await outcome('PUT', '/v1/pools/commute', approved)).toEqual([409, 'run-active']);
  expect(await outcome('DELETE', '/v1/pools/commute')).toEqual([409, 'run-active']);
  expect((await ask('POST', `${url}/pause`)).json()).toMatchObject({ phase: 'paused' });
  expect(await outcome('POST', `${url}/pause`)).toEqual([409, 'run-in-other-state']);
  expect((await ask('POST', `${url}/resume`)).json()).toMatchObject({ phase: 'running' });
  expect((await ask('POST', `${url}/stop`)).json()).toMatchObject({ phase: 'stopped' });
  expect(await outcome('GET', '/v1/pools/commute')).toEqual([404, 'unknown-pool']);
  expect((await ask('GET', url)).json().steps.map(({ step }: { step: { kind: string } }) => step.kind)).toEqual([
    ...['started', 'paused', 'resumed', 'stopped'],
  ]);
});
