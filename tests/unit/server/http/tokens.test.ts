import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newTokenSchema, type TokenRequest, tokensSchema } from '../../../../core/protocol/access.ts';
import { writeStudyFolder } from '../../../../harness/study-folder.ts';
import type { StoredStudy } from '../../../../server/store/publication-store.ts';
import { openServer } from '../opened-server.ts';

/** A server with two studies, commute and meals. */
let server: Awaited<ReturnType<typeof openServer>>;
let meals: StoredStudy;
beforeEach(async () => {
  const first = await openServer();
  await first.close();
  writeStudyFolder({ parent: first.parent, name: 'meals' });
  const both = await first.openAgain();
  server = { ...first, ...both };
  const { studies } = await both.store.publications();
  meals = studies.find(({ signed }) => signed.document.name === 'meals') as StoredStudy;
});
afterEach(async () => {
  // One test has closed it already.
  await server.close().catch(() => undefined);
  await server.dispose();
});

const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, token?: string, payload?: object) =>
  server.app.inject({
    ...{ method, url },
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    ...(payload && { payload }),
  });
const create = (request: Partial<TokenRequest>, token = server.adminToken) =>
  ask('POST', '/v1/tokens', token, { name: 'ada', study: 'commute', scope: 'run', days: 30, ...request });
const made = async (request: Partial<TokenRequest>) => newTokenSchema.parse((await create(request)).json()).token;
const outcome = ({ statusCode, ...reply }: Awaited<ReturnType<typeof ask>>) => [statusCode, reply.json().code];
const closing = ({ rounds }: StoredStudy) => `/v1/rounds/${rounds[0]?.id}/close`;

test('a token with "run" closes and ends its own study, and nothing of another one', async () => {
  const token = await made({});
  for (const url of [closing(meals), `/v1/studies/${meals.id}/end`, `/v1/studies/${meals.id}/withdraw`]) {
    const refused = await ask('POST', url, token);
    expect(outcome(refused), url).toEqual([403, 'not-allowed']);
    expect(refused.json().detail).toBe('expected a token with the scope "run" for this study');
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="run"');
  }
  // An address that leads nowhere answers in the same way.
  expect(outcome(await ask('POST', `/v1/rounds/${'ab'.repeat(32)}/close`, token))).toEqual([403, 'not-allowed']);
  expect((await server.store.publications()).studies.map(({ rounds }) => rounds[0]?.closed)).toEqual([false, false]);
  expect((await ask('POST', closing(server.study), token)).json()).toEqual({ status: 'closed' });
  expect((await ask('POST', `/v1/studies/${server.study.id}/end`, token)).json()).toEqual({ status: 'ended' });
});

test('a token for all studies runs each of them, and is told what does not exist', async () => {
  const token = await made({ study: null });
  expect((await ask('POST', closing(meals), token)).statusCode).toBe(200);
  expect((await ask('POST', closing(server.study), token)).statusCode).toBe(200);
  expect(outcome(await ask('POST', `/v1/rounds/${'ab'.repeat(32)}/close`, token))).toEqual([404, 'unknown-round']);
});

test('a token with "read" changes nothing, of its own study either', async () => {
  for (const study of ['commute', null]) {
    const token = await made({ name: `reader-${study ?? 'all'}`, study, scope: 'read' });
    expect(outcome(await ask('POST', closing(server.study), token))).toEqual([403, 'not-allowed']);
  }
});

test('only the administrator makes, lists and revokes tokens; a researcher sees his own', async () => {
  const token = await made({ study: null });
  await made({ name: 'bo', scope: 'read' });
  expect(outcome(await create({ name: 'eve' }, token))).toEqual([403, 'not-allowed']);
  expect(outcome(await ask('DELETE', '/v1/tokens/bo', token))).toEqual([403, 'not-allowed']);
  const listed = async (shown: string) => tokensSchema.parse((await ask('GET', '/v1/tokens', shown)).json()).tokens;
  expect(await listed(token)).toMatchObject([{ name: 'ada', study: null, scope: 'run', state: 'valid' }]);
  expect((await listed(server.adminToken)).map(({ name }) => name)).toEqual(['ada', 'bo']);
  expect((await ask('GET', '/v1/tokens', server.adminToken)).body).not.toContain('donor_');
});

test('wrong, expired and revoked tokens, and none at all, get one and the same reply', async () => {
  const [revoked, expired] = [await made({ name: 'revoked' }), await made({ name: 'expired', days: 1 })];
  const lasting = await made({ name: 'lasting', days: 2 });
  expect((await ask('DELETE', '/v1/tokens/revoked', server.adminToken)).json()).toEqual({ status: 'revoked' });
  expect(outcome(await ask('DELETE', '/v1/tokens/revoked', server.adminToken))).toEqual([404, 'unknown-token']);
  server.clock.now += 24 * 60 * 60 * 1000 - 1;
  expect((await ask('GET', '/v1/tokens', expired)).statusCode).toBe(200);
  server.clock.now += 1;
  const almost = `${lasting.slice(0, -1)}${lasting.endsWith('A') ? 'E' : 'A'}`;
  const wrong = [undefined, '', 'donor_', `donor_${'A'.repeat(43)}`, almost, revoked, expired, 'é'];
  const replies = await Promise.all(wrong.map((token) => ask('POST', closing(server.study), token)));
  for (const { statusCode, headers, body } of replies) {
    expect([statusCode, headers['www-authenticate'], body]).toEqual([401, 'Bearer', replies[0]?.body]);
  }
  expect(replies[0]?.json().title).toMatch(/there was none, or it is wrong, expired or revoked/);
  const { tokens } = tokensSchema.parse((await ask('GET', '/v1/tokens', server.adminToken)).json());
  expect(tokens.map(({ name, state }) => [name, state])).toEqual([
    ['expired', 'expired'],
    ['lasting', 'valid'],
  ]);
  expect((await ask('POST', closing(server.study), lasting)).statusCode).toBe(200);
});

test('a name is taken until its token is revoked, and what is asked for is checked', async () => {
  const first = await made({});
  expect(outcome(await create({ scope: 'read' }))).toEqual([409, 'token-exists']);
  expect((await ask('GET', '/v1/tokens', first)).statusCode).toBe(200);
  expect(outcome(await create({ name: 'bo', study: 'nothing' }))).toEqual([404, 'unknown-study']);
  const wrong = [{ name: 'Ada L' }, { scope: 'write' as 'run' }, { days: 0 }, { days: 3651 }, { more: 1 }];
  for (const request of wrong) expect(outcome(await create(request))).toEqual([400, 'malformed-request']);
});

test('a token is stored as a hash alone, and its use leaves nothing: no change in the store, no word in a log', async () => {
  const said = (['error', 'log', 'info', 'warn'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  const token = await made({ study: null });
  const stored = await server.store.tokens();
  expect(stored[0]?.hash).toHaveLength(32);
  await ask('GET', '/v1/tokens', token);
  await ask('POST', closing(meals), token);
  await ask('POST', closing(meals), `${token}x`);
  expect(await server.store.tokens()).toEqual(stored);
  expect(said.flatMap((spy) => spy.mock.calls)).toEqual([]);
  for (const spy of said) spy.mockRestore();
  await server.close();
  for (const file of readdirSync(server.data)) {
    if (file !== 'keys') expect(readFileSync(join(server.data, file)).includes(token.slice(6)), file).toBe(false);
  }
});
