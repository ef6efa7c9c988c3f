import { appendFileSync, chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalBytes, sha256 } from '../../../core/protocol/canonical-json.ts';
import { consentCovers } from '../../../core/protocol/consent.ts';
import { verifySignature } from '../../../core/protocol/signed.ts';
import { repository } from '../../../harness/folders.ts';
import { openStudyServer, type StudyServer } from '../../../server/study-server.ts';
import { publish } from './opened-server.ts';

// A data directory that the server of version 1 wrote: tests/fixtures/version-1/README.md.
const fixture = join(repository, 'tests/fixtures/version-1');
const now = Date.parse('2026-04-01T00:00:00Z');
let folder: string;
let server: StudyServer;

async function open(): Promise<StudyServer> {
  const opened = await openStudyServer({
    configuration: {
      data: join(folder, 'data'),
      studies: join(folder, 'studies'),
      host: '127.0.0.1',
      publicOrigin: undefined,
    },
    now: () => now,
    loadEmbedder: () => Promise.reject(new Error('nothing new to embed')),
  });
  await publish(opened);
  return opened;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'donor-version-1-'));
  cpSync(join(fixture, 'studies'), join(folder, 'studies'), { recursive: true });
  for (const name of ['keys', 'admin-token', 'retry-secret']) {
    cpSync(join(fixture, name), join(folder, 'data', name), { recursive: true });
  }
  for (const name of ['admin-token', 'retry-secret']) chmodSync(join(folder, 'data', name), 0o600);
  const database = new Database(join(folder, 'data', 'donor.sqlite'));
  database.exec(readFileSync(join(fixture, 'donor.sql'), 'utf8'));
  database.close();
  server = await open();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test('its database is brought up to date, and a copy of it stays beside it', () => {
  const file = join(folder, 'data', 'donor.sqlite');
  const version = (path: string) => {
    const database = new Database(path, { readonly: true });
    const found = database.pragma('user_version', { simple: true });
    database.close();
    return found;
  };
  expect([version(file), version(`${file}.version-1`)]).toEqual([6, 1]);
  expect(statSync(`${file}.version-1`).mode & 0o777).toBe(0o600);
});

test('a study of version 1 is served as it was signed, and its folder changes nothing', async () => {
  const [study] = (await server.store.publications()).studies;
  expect(study?.signed.document.format).toBe('data-donor/study/1');
  expect(study?.rounds.map(({ signed }) => signed.document.format)).toEqual(Array(2).fill('data-donor/round/1'));
  expect(await sha256(canonicalBytes(study?.signed.document))).toBe(study?.id);
  const reply = await server.app.inject(`/v1/studies/${study?.id}`);
  expect(reply.json()).toEqual(study?.signed);
});

test('its reports are counted as before, and a retry of one counts once', async () => {
  const [study] = (await server.store.publications()).studies;
  const counted = () =>
    Promise.all((study?.rounds ?? []).map(async ({ id }) => (await server.store.counters(id)).reports));
  expect(await counted()).toEqual([60, 60]);
  for (const payload of JSON.parse(readFileSync(join(fixture, 'reports.json'), 'utf8'))) {
    expect((await server.app.inject({ method: 'POST', url: '/v1/reports', payload })).statusCode).toBe(202);
  }
  expect(await counted()).toEqual([60, 60]);
});

test('a round that is added to it is written in version 1, which its consent covers', async () => {
  await server.close();
  appendFileSync(
    join(folder, 'studies', 'commute', 'study.yaml'),
    '  - title: And again?\n    kind: fragments\n    texts: phrases.txt\n    epsilon: 2\n    minimumReports: 50\n',
  );
  server = await open();
  const [study] = (await server.store.publications()).studies;
  const added = study?.rounds[2];
  if (!study || !added) throw new Error('expected a third round');
  expect(added.signed.document).toMatchObject({
    format: 'data-donor/round/1',
    sequence: 2,
    previous: study.rounds[1]?.id,
  });
  expect(await verifySignature(added.signed, study.signed.document.publicKey)).toBe(true);
  expect(consentCovers(study.signed.document, added.signed.document)).toBe(true);
});
