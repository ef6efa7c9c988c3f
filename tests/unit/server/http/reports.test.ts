import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeBase64Url } from '../../../../core/protocol/base64url.ts';
import { problemMediaType, problemSchema } from '../../../../core/protocol/errors.ts';
import type { Report } from '../../../../core/protocol/report.ts';
import { openServer, reportOf } from '../opened-server.ts';

type Server = Awaited<ReturnType<typeof openServer>>;
let server: Server;
let good: Report;
beforeAll(async () => {
  server = await openServer();
  good = reportOf(server.round, [2], server.mechanism);
});
afterAll(() => server.dispose());

const stored = async () => (await server.store.counters(server.round.id)).reports;
const post = (payload: unknown, contentType = 'application/json') =>
  server.app.inject({
    method: 'POST',
    url: '/v1/reports',
    headers: { 'content-type': contentType },
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  });

test('answers 202 to a report and to each identical retry, and counts it once', async () => {
  const before = await stored();
  const report = reportOf(server.round, [1], server.mechanism);
  for (let i = 0; i < 3; i++) {
    const answer = await post(report);
    expect(answer.statusCode).toBe(202);
    expect(answer.body).toBe('{"status":"stored"}');
    expect(Object.keys(answer.headers).sort()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-type',
      'date',
      'x-content-type-options',
    ]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
  }
  expect(await stored()).toBe(before + 1);
});

const secret = 'my-secret-draft';
test.each<[string, (good: Report) => unknown, string, number]>([
  ['no JSON', () => `{"round": ${secret}`, 'malformed-request', 400],
  ['an empty body', () => '', 'malformed-request', 400],
  ['bytes that are not UTF-8', () => Buffer.from([0x22, 0xff, 0x22]), 'malformed-request', 400],
  ['another kind of JSON', () => [secret], 'malformed-request', 400],
  ['null', () => 'null', 'malformed-request', 400],
  ['a prototype', () => `{"__proto__": {"${secret}": 1}}`, 'malformed-request', 400],
  ['an unknown field', (report) => ({ ...report, [secret]: secret }), 'malformed-request', 400],
  ['a missing field', ({ nonce: _, ...report }) => report, 'malformed-request', 400],
  ['a round that is no hash', (report) => ({ ...report, round: secret }), 'malformed-request', 400],
  ['a round in capitals', (report) => ({ ...report, round: report.round.toUpperCase() }), 'malformed-request', 400],
  ['a vote as numbers, not coerced', (report) => ({ ...report, vote: [2] }), 'malformed-request', 400],
  ['a vote that is no base64url', (report) => ({ ...report, vote: `${secret}!` }), 'malformed-request', 400],
  ['a vote in another spelling', (report) => ({ ...report, vote: 'AgB' }), 'malformed-request', 400],
  ['a nonce that is too short', (report) => ({ ...report, nonce: report.nonce.slice(1) }), 'malformed-request', 400],
  ['a nonce in another spelling', (report) => ({ ...report, nonce: `${'A'.repeat(21)}B` }), 'malformed-request', 400],
  [
    'a vote outside the domain',
    (report) => ({ ...report, vote: encodeBase64Url(Uint8Array.of(5, 0)) }),
    'malformed-vote',
    400,
  ],
  [
    'a vote with too many ids',
    (report) => ({ ...report, vote: encodeBase64Url(Uint8Array.of(1, 0, 2, 0)) }),
    'malformed-vote',
    400,
  ],
  ['an unknown round', (report) => ({ ...report, round: 'ab'.repeat(32) }), 'unknown-round', 404],
  ['a body that is too large', (report) => ({ ...report, vote: 'A'.repeat(40_000) }), 'body-too-large', 413],
])(
  'refuses %s with a problem document that repeats nothing, and stores nothing',
  async (_what, change, code, status) => {
    const before = await stored();
    const answer = await post(change(good));
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe(problemMediaType);
    const problem = problemSchema.parse(answer.json());
    expect(problem).toMatchObject({ code, status });
    expect(answer.body).not.toContain(secret);
    expect(await stored()).toBe(before);
  },
);

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'refuses %s with 415',
  async (contentType) => {
    const answer = await post(good, contentType);
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ code: 'unsupported-media-type' });
  },
);

test('says what form a vote of this round has', async () => {
  const answer = await post({ ...good, vote: encodeBase64Url(Uint8Array.of(5, 0)) });
  expect(answer.json().detail).toBe(
    'vote: expected exactly 1 distinct ids below 5, ascending, two bytes each, little-endian',
  );
});

test('refuses the same random bytes with another vote', async () => {
  const report = reportOf(server.round, [0], server.mechanism);
  expect((await post(report)).statusCode).toBe(202);
  const answer = await post({ ...report, vote: encodeBase64Url(Uint8Array.of(1, 0)) });
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({ code: 'nonce-reused' });
});

test('refuses reports before a round opens and from its closing time on', async () => {
  const { clock } = server;
  const { now } = clock;
  clock.now = Date.parse(server.round.signed.document.opensAt) - 1;
  expect((await post(reportOf(server.round, [0], server.mechanism))).json()).toMatchObject({ code: 'round-not-open' });
  clock.now = Date.parse(server.round.signed.document.closesAt);
  const answer = await post(reportOf(server.round, [0], server.mechanism));
  expect(answer.statusCode).toBe(410);
  expect(answer.json()).toMatchObject({ code: 'round-closed' });
  clock.now = now;
});

test('says "later" when the store cannot store', async () => {
  const broken = await openServer();
  await broken.store.close();
  const answer = await broken.app.inject({
    method: 'POST',
    url: '/v1/reports',
    payload: reportOf(broken.round, [0], broken.mechanism),
  });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('30');
  expect(answer.json()).toMatchObject({ code: 'storage-unavailable' });
  const results = await broken.app.inject(`/v1/rounds/${broken.round.id}/results`);
  expect(results.json()).toMatchObject({ code: 'storage-unavailable' });
  await broken.dispose();
});
