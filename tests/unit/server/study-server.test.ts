import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { farYear, studyYaml, writeStudyFolder } from '../../../harness/study-folder.ts';
import { openStudyServer } from '../../../server/study-server.ts';
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

test('a server serves while it publishes, and closing leaves the folder under way unpublished', async () => {
  const { parent } = writeStudyFolder({ name: 'a', yaml: studyYaml({ name: 'a', year: farYear }) });
  const yaml = studyYaml({ name: 'b', year: farYear, rounds: ['candidates'] });
  writeStudyFolder({ parent, name: 'b', yaml });
  const data = mkdtempSync(join(tmpdir(), 'donor-data-'));
  let begun = () => {};
  const embedding = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const server = await openStudyServer({
    configuration: { data, studies: parent, host: '127.0.0.1', publicOrigin: 'https://study.example' },
    now: Date.now,
    // An embedder that does not end by itself.
    loadEmbedder: async () => ({
      embed: (_texts, { signal } = {}) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          begun();
        }),
      dispose: async () => {},
    }),
  });
  const published: string[] = [];
  const publishing = server.publishStudies({
    published: (study) => published.push(study),
    refused: (_folder, reason) => expect.unreachable(reason),
    embedded: () => {},
  });
  await embedding;
  const status = async (name: string) => (await server.app.inject(`/studies/${name}`)).statusCode;
  expect([await status('a'), await status('b')]).toEqual([200, 404]);
  await server.close();
  expect([await publishing, published]).toEqual([false, ['a']]);
  // The key of what was not published has not got its name.
  expect(readdirSync(join(data, 'keys'))).toEqual(['a.pem', 'b.pem.unpublished']);
  for (const folder of [parent, data]) rmSync(folder, { recursive: true });
});
