import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sha256 } from '../../../../core/ids.ts';
import { encodeBase64Url } from '../../../../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';
import { problemSchema } from '../../../../core/protocol/errors.ts';
import { roundLogSchema } from '../../../../core/protocol/manifest.ts';
import { verifySignature } from '../../../../core/protocol/signed.ts';
import { signedStudySchema } from '../../../../core/protocol/study.ts';
import { decodeTexts } from '../../../../core/protocol/texts.ts';
import { openServer, reportOf } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.dispose());

test('serves the signed study under its hash', async () => {
  const reply = await server.app.inject(`/v1/studies/${server.study.id}`);
  const signed = signedStudySchema.parse(reply.json());
  expect(await verifySignature(signed, signed.document.publicKey)).toBe(true);
  expect(await sha256(canonicalBytes(signed.document))).toBe(server.study.id);
  expect(signed.document.questions).toEqual([
    { kind: 'fragments', fewestTexts: 4, epsilon: 4, poll: 'which', windowDays: 30 },
  ]);
});

test('serves the log of rounds, each signed by the key of the study, and their batches under their hashes', async () => {
  const { rounds } = roundLogSchema.parse((await server.app.inject(`/v1/studies/${server.study.id}/rounds`)).json());
  expect(rounds).toHaveLength(1);
  for (const { signed, closed } of rounds) {
    expect(closed).toBe(false);
    expect(await verifySignature(signed, server.study.signed.document.publicKey)).toBe(true);
    const batch = await server.app.inject(`/v1/batches/${signed.document.texts.sha256}`);
    const bytes = Uint8Array.from(batch.rawPayload);
    expect(await sha256(bytes)).toBe(signed.document.texts.sha256);
    expect(decodeTexts(bytes)).toEqual(['missed the bus', 'flat tyre', 'night train', 'traffic jam']);
    expect(batch.headers['content-type']).toBe('application/json');
    expect(batch.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  }
});

test.each([
  ['/v1/studies/:', 'unknown-study'],
  ['/v1/studies/:/rounds', 'unknown-study'],
  ['/v1/batches/:', 'unknown-batch'],
  ['/v1/rounds/:/results', 'unknown-round'],
])('GET %s replies with a problem document', async (path, code) => {
  const unknown = await server.app.inject(path.replace(':', 'ab'.repeat(32)));
  expect(unknown.statusCode).toBe(404);
  expect(problemSchema.parse(unknown.json()).code).toBe(code);
  const malformed = await server.app.inject(path.replace(':', 'no-hash'));
  expect(malformed.statusCode).toBe(400);
  expect(problemSchema.parse(malformed.json()).code).toBe('malformed-request');
});

test.each(['/v1/nothing', '/%', `/v1/batches/${'a'.repeat(500)}`])('an address that leads nowhere: %s', async (url) => {
  const reply = await server.app.inject(url);
  expect(reply.headers['content-type']).toContain('problem+json');
  expect(problemSchema.parse(reply.json()).status).toBe(reply.statusCode);
});

test('bytes that are no request get a problem document too', async () => {
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.app.server.address() as { port: number };
  const reply = await new Promise<string>((resolve, reject) => {
    let text = '';
    connect(port, '127.0.0.1', function (this: import('node:net').Socket) {
      this.write('no request\r\n\r\n');
    })
      .on('data', (bytes) => {
        text += bytes;
      })
      .on('end', () => resolve(text))
      .on('error', reject);
  });
  expect(reply).toMatch(/^HTTP\/1\.1 400 /);
  expect(problemSchema.parse(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).code).toBe('malformed-request');
});

test('withdrawing needs the administrator token, closes the rounds, and the study answers so for good', async () => {
  const own = await openServer();
  const { id } = own.study;
  const withdraw = (study: string, authorization?: string) =>
    own.app.inject({
      method: 'POST',
      url: `/v1/studies/${study}/withdraw`,
      ...(authorization === undefined ? {} : { headers: { authorization } }),
    });
  for (const authorization of [undefined, 'Bearer wrong']) {
    expect((await withdraw(id, authorization)).json()).toMatchObject({ code: 'not-authorised' });
  }
  expect((await own.app.inject(`/v1/studies/${id}`)).statusCode).toBe(200);
  const token = `Bearer ${own.adminToken}`;
  expect((await withdraw('0'.repeat(64), token)).json()).toMatchObject({ code: 'unknown-study' });
  expect((await withdraw(id, token)).json()).toEqual({ status: 'withdrawn' });
  for (const url of [`/v1/studies/${id}`, `/v1/studies/${id}/rounds`]) {
    const reply = await own.app.inject(url);
    expect([reply.statusCode, reply.json().code]).toEqual([410, 'study-withdrawn']);
  }
  const late = await own.app.inject({
    method: 'POST',
    url: '/v1/reports',
    payload: reportOf(own.round, [0], own.mechanism),
  });
  expect(late.json()).toMatchObject({ code: 'round-closed' });
  expect((await own.app.inject('/studies/commute')).body).toContain('This study was withdrawn');
  expect((await own.app.inject('/studies/commute')).body).not.toContain('Join');
  await own.dispose();
});

test('ending needs the administrator token, closes the rounds, and the study is still served', async () => {
  const own = await openServer();
  const { id } = own.study;
  const end = (study: string, authorization: string) =>
    own.app.inject({ method: 'POST', url: `/v1/studies/${study}/end`, headers: { authorization } });
  expect((await end(id, 'Bearer wrong')).json()).toMatchObject({ code: 'not-authorised' });
  expect((await own.app.inject('/studies/commute')).body).toContain('id="join"');
  const token = `Bearer ${own.adminToken}`;
  expect((await end('0'.repeat(64), token)).json()).toMatchObject({ code: 'unknown-study' });
  expect((await end(id, token)).json()).toEqual({ status: 'ended' });
  expect((await own.app.inject(`/v1/studies/${id}`)).json()).toEqual(own.study.signed);
  expect((await own.app.inject(`/v1/studies/${id}/rounds`)).json().rounds).toMatchObject([{ closed: true }]);
  const page = (await own.app.inject('/studies/commute')).body;
  expect(page).toContain('Its researchers ended this study.');
  expect(page).not.toContain('id="join"');
  await own.dispose();
});

test('closing needs the administrator token, and closes for good', async () => {
  const own = await openServer();
  const close = (authorization?: string) =>
    own.app.inject({
      method: 'POST',
      url: `/v1/rounds/${own.round.id}/close`,
      headers: authorization === undefined ? {} : { authorization },
    });
  for (const authorization of [undefined, 'Bearer ', `Bearer ${'A'.repeat(43)}`, own.adminToken]) {
    const refused = await close(authorization);
    expect(refused.statusCode).toBe(401);
    expect(refused.json()).toMatchObject({ code: 'not-authorised' });
  }
  const accepted = await close(`Bearer ${own.adminToken}`);
  expect(accepted.statusCode).toBe(200);
  expect((await close(`Bearer ${own.adminToken}`)).statusCode).toBe(200);
  const late = await own.app.inject({
    method: 'POST',
    url: '/v1/reports',
    payload: reportOf(own.round, [0], own.mechanism),
  });
  expect(late.json()).toMatchObject({ code: 'round-closed' });
  const log = roundLogSchema.parse((await own.app.inject(`/v1/studies/${own.study.id}/rounds`)).json());
  expect(log.rounds[0]?.closed).toBe(true);
  const unknown = await own.app.inject({
    method: 'POST',
    url: `/v1/rounds/${'ab'.repeat(32) as Sha256}/close`,
    headers: { authorization: `Bearer ${own.adminToken}` },
  });
  expect(unknown.json()).toMatchObject({ code: 'unknown-round' });
  await own.dispose();
});

test('no reply carries a cookie or a validator that a browser would send back, and every reply forbids scripts', async () => {
  const { study, round } = server;
  const name = study.signed.document.name;
  const urls = [
    `/v1/studies/${study.id}`,
    `/v1/studies/${study.id}/rounds`,
    `/v1/batches/${round.signed.document.texts.sha256}`,
    `/v1/rounds/${round.id}/results`,
    '/v1/openapi.json',
    '/v1/nothing',
    '/',
    '/join',
    `/studies/${name}`,
    `/studies/${name}/results`,
  ];
  for (const url of urls) {
    const { headers } = await server.app.inject(url);
    for (const name of ['etag', 'last-modified', 'set-cookie', 'server', 'x-powered-by']) {
      expect(headers[name], `${name} of ${url}`).toBeUndefined();
    }
    expect(headers['content-security-policy'], url).toMatch(/^default-src 'none';style-src 'self';/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  }
});

test('describes every route of the protocol', async () => {
  const document = (await server.app.inject('/v1/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).sort()).toEqual([
    ...['', '/pause', '/resume', '/start', '/stop'].map((path) => `/v1/automatic/{studyName}${path}`),
    '/v1/batches/{sha256}',
    ...['', '/embed', '/proposal'].map((path) => `/v1/pools/{studyName}${path}`),
    '/v1/previews',
    '/v1/previews/{studyName}',
    '/v1/previews/{studyName}/embed',
    '/v1/previews/{studyName}/open',
    '/v1/reports',
    '/v1/rounds/{roundId}/close',
    '/v1/rounds/{roundId}/results',
    '/v1/rounds/{roundId}/results.csv',
    '/v1/rounds/{roundId}/results.jsonl',
    '/v1/rounds/{roundId}/results.parquet',
    '/v1/studies',
    '/v1/studies/{studyId}',
    '/v1/studies/{studyId}/bundle',
    '/v1/studies/{studyId}/end',
    '/v1/studies/{studyId}/rounds',
    '/v1/studies/{studyId}/withdraw',
    '/v1/tokens',
    '/v1/tokens/{name}',
  ]);
  type Operation = { operationId?: string; summary?: string; description?: string; security?: unknown };
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, ...operation })),
  );
  for (const { path, operationId, summary, description } of operations) {
    expect([operationId, summary, description], path).toEqual(Array(3).fill(expect.stringMatching(/\w{4}/)));
  }
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  const { administrator, researcher } = document.components.securitySchemes;
  for (const scheme of [administrator, researcher]) expect(scheme).toMatchObject({ type: 'http', scheme: 'bearer' });
  const guarded = operations.filter(({ security }) => security);
  const run = [{ administrator: [] }, { researcher: ['run'] }];
  expect(Object.fromEntries(guarded.map(({ operationId, security }) => [operationId, security]))).toEqual({
    closeRound: run,
    endStudy: run,
    withdrawStudy: run,
    createToken: [{ administrator: [] }],
    listTokens: [{ administrator: [] }, { researcher: ['read'] }],
    revokeToken: [{ administrator: [] }],
    putPreview: [{ administrator: [] }, { researcher: ['run'] }],
    listPreviews: [{ administrator: [] }],
    readPreview: [{ administrator: [] }, { researcher: ['read'] }],
    discardPreview: [{ administrator: [] }, { researcher: ['run'] }],
    embedPreview: [{ administrator: [] }, { researcher: ['run'] }],
    openPreview: [{ administrator: [] }, { researcher: ['run'] }],
    putPool: run,
    readPool: [{ administrator: [] }, { researcher: ['read'] }],
    discardPool: run,
    embedPool: run,
    proposeRound: run,
    startAutomatic: run,
    readAutomatic: [{ administrator: [] }, { researcher: ['read'] }],
    pauseAutomatic: run,
    resumeAutomatic: run,
    stopAutomatic: run,
  });
  const report = document.paths['/v1/reports'].post.requestBody.content['application/json'].schema;
  expect(Object.keys(report.properties)).toEqual(['round', 'vote', 'nonce']);
  expect(report.additionalProperties).toBe(false);
  // Nothing that can be no vote at all fits the description, and every vote does.
  const vote = new RegExp(report.properties.vote.pattern);
  for (const wrong of ['', '0', 'AA', 'AAB', 'AAAA', 'AAAAB', 'AAAAAB', 'AAA='])
    expect(vote.test(wrong), wrong).toBe(false);
  for (let ids = 1; ids <= 20; ids++) expect(vote.test(encodeBase64Url(new Uint8Array(2 * ids).fill(255)))).toBe(true);
  expect(report.properties.vote.description).toMatch(/unsigned 16-bit integer, little-endian/);
});

test.each([
  ['TRACE', '/v1/reports', 'POST'],
  ['QUERY', '/v1/reports', 'POST'],
  ['GET', '/v1/reports', 'POST'],
  ['DELETE', `/v1/batches/${'ab'.repeat(32)}`, 'GET, HEAD'],
  ['POST', '/v1/openapi.json?x=1', 'GET, HEAD'],
  ['PUT', '/', 'GET, HEAD'],
  ['PROPFIND', '/studies/commute', 'GET, HEAD'],
])('%s %s is answered with 405 and what is allowed there', async (method, path, allow) => {
  const address = server.app.listeningOrigin ?? (await server.app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.end(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  expect(answer).toContain(`\r\nallow: ${allow}\r\n`);
  if (method !== 'HEAD') expect(answer).toContain('"code":"method-not-allowed"');
});

test('an address that does not exist is not found by any method', async () => {
  for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS'] as const) {
    const answer = await server.app.inject({ method, url: '/v1/nothing' });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-found']);
  }
});
