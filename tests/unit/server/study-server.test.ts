import { once } from 'node:events';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openServer, reportOf } from './opened-server.ts';

test('closing serves what is under way and then waits for no connection that a client keeps open', async () => {
  const server = await openServer();
  const address = new URL(await server.app.listen({ host: '127.0.0.1', port: 0 }));
  const body = JSON.stringify(reportOf(server.round, [0], server.mechanism));
  const client = connect(Number(address.port), address.hostname).setEncoding('utf8');
  await once(client, 'connect');
  client.write(
    `POST /v1/reports HTTP/1.1\r\nHost: ${address.host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  // The first half is enough for the server to have begun with it.
  client.write(body.slice(0, 10));
  await once(server.app.server, 'request');
  const closed = server.close();
  client.write(body.slice(10));
  let answer = '';
  client.on('data', (text: string) => {
    answer += text;
  });
  // Without a sweep this takes as long as a connection may stay idle: over a minute.
  await closed;
  expect(answer).toMatch(/^HTTP\/1.1 202 /);
  client.destroy();
  await server.dispose();
}, 20_000);

test('the token of the administrator is readable by the owner of the server alone', async () => {
  const server = await openServer();
  expect(statSync(join(server.data, 'admin-token')).mode & 0o777).toBe(0o600);
  await server.dispose();
});
