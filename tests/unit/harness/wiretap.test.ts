import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Wiretap } from '../../../harness/wiretap.ts';

let server: Server;
let served: string[];
let wiretap: Wiretap;
beforeEach(async () => {
  served = [];
  server = createServer(async (message, response) => {
    served.push(`${message.method} ${message.url} ${await text(message)}`);
    response.setHeader('X-Server', 'yes');
    response.end(`reply to ${message.url}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wiretap = await Wiretap.start(() => (server.address() as AddressInfo).port);
});
afterEach(async () => {
  await wiretap.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (path: string, body: string) => fetch(wiretap.origin + path, { method: 'POST', body });

test('every byte of a request is recorded, with headers in the spelling and order of the wire', async () => {
  expect(await (await post('/a', 'hello')).text()).toBe('reply to /a');
  const [recorded] = wiretap.requests;
  expect(recorded).toMatchObject({ method: 'POST', path: '/a', startLine: 'POST /a HTTP/1.1' });
  expect(recorded?.body.toString()).toBe('hello');
  expect(recorded?.headers[0]).toEqual(['host', wiretap.origin.slice('http://'.length)]);
  expect(recorded?.raw.toString()).toMatch(/^POST \/a HTTP\/1\.1\r\nhost: [\s\S]*\r\n\r\nhello$/);
});

test('chunked bodies and several requests on one connection are told apart', async () => {
  const socket = request(`${wiretap.origin}/chunks`, { method: 'POST' });
  socket.write('one ');
  socket.write('two');
  await new Promise((resolve) => socket.on('response', (response) => response.resume().on('end', resolve)).end());
  await (await post('/b', 'three')).text();
  await (await post('/c', '')).text();
  expect(wiretap.requests.map(({ path, body }) => [path, body.toString()])).toEqual([
    ['/chunks', 'one two'],
    ['/b', 'three'],
    ['/c', ''],
  ]);
  expect(served).toEqual(['POST /chunks one two', 'POST /b three', 'POST /c ']);
});

test('a held request reaches the server when it is released, and not before', async () => {
  const hold = wiretap.hold(/^POST .held$/);
  const pending = post('/held', 'x');
  expect((await hold.arrived).path).toBe('/held');
  await (await post('/other', 'y')).text();
  expect(served).toEqual(['POST /other y']);
  hold.release();
  expect(await (await pending).text()).toBe('reply to /held');
});

test('a held request is delivered although its sender is gone', async () => {
  const hold = wiretap.hold(/./);
  const stop = new AbortController();
  const pending = fetch(`${wiretap.origin}/gone`, { signal: stop.signal });
  await hold.arrived;
  stop.abort();
  await expect(pending).rejects.toThrow();
  const arrived = new Promise((resolve) => server.once('request', resolve));
  hold.release();
  await arrived;
});

test('a discarded request never reaches the server', async () => {
  const hold = wiretap.hold(/./);
  const pending = post('/discarded', 'x');
  await hold.arrived;
  hold.discard();
  await expect(pending).rejects.toThrow();
  expect(served).toEqual([]);
});

test('a reply can be dropped after the server gave it, or rewritten', async () => {
  const drops = wiretap.dropAnswers(/dropped/);
  await expect(post('/dropped', 'x')).rejects.toThrow();
  await drops.dropped;
  drops.stop();
  expect(served).toEqual(['POST /dropped x']);
  expect((await post('/dropped', 'x')).ok).toBe(true);

  const stop = wiretap.rewrite(/rewritten/, (reply) => ({
    status: 418,
    headers: [...reply.headers, ['X-Test', 'planted']],
    body: Buffer.from('another reply'),
  }));
  const rewritten = await post('/rewritten', 'x');
  expect([rewritten.status, rewritten.headers.get('x-test'), await rewritten.text()]).toEqual([
    418,
    'planted',
    'another reply',
  ]);
  expect(rewritten.headers.get('x-server')).toBe('yes');
  stop();
  expect((await post('/rewritten', 'x')).status).toBe(200);
});

test('a wiretap that refuses connections listens again on the same port', async () => {
  const { origin } = wiretap;
  await wiretap.refuse();
  await expect(post('/a', '')).rejects.toThrow();
  await wiretap.accept();
  expect(wiretap.origin).toBe(origin);
  expect((await post('/a', '')).ok).toBe(true);
  expect(wiretap.requests).toHaveLength(1);
});
