import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import type { Device } from '../../../../src/device.ts';
import { listDrafts } from '../../../../src/drafts/draft-store.ts';
import { sendDue } from '../../../../src/reports/outbox.ts';
import { openDatabase } from '../../../../src/storage/database.ts';
import { readSettings } from '../../../../src/storage/settings-store.ts';
import { answersHere, donate } from '../test-device.ts';
import { makeVersion1 } from './made-version-1.ts';

interface Bytes {
  readonly base64: string;
}
interface Dump {
  readonly version: number;
  readonly now: number;
  readonly stores: Record<string, { key: unknown; value: unknown }[]>;
  readonly served: {
    readonly signed: unknown;
    readonly rounds: unknown;
    readonly batches: { sha256: string; bytes: Uint8Array<ArrayBuffer> }[];
  };
}

/** A device of version 1: two of three rounds answered, one report sent and one waiting; tests/fixtures/version-1. */
const dump: Dump = JSON.parse(
  readFileSync(new URL('../../../fixtures/version-1/device.json', import.meta.url), 'utf8'),
  (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'base64' in value
      ? new Uint8Array(Buffer.from((value as Bytes).base64, 'base64'))
      : value,
);
const never = new AbortController().signal;
const paths: string[] = [];

/** The device with the present code over what version 1 had stored, and the server that it had joined. */
async function openDevice(now: number): Promise<Device> {
  const old = await openDB('data-donor', dump.version, { upgrade: (fresh) => makeVersion1(fresh) });
  for (const [name, records] of Object.entries(dump.stores)) {
    const inLine = old.transaction(name).store.keyPath !== null;
    for (const { key, value } of records) await old.put(name, value, inLine ? undefined : (key as IDBValidKey));
  }
  old.close();
  paths.length = 0;
  const database = await openDatabase();
  const embed = () => Promise.reject(new Error('no candidate round is left'));
  return {
    database,
    random: (length) => randomBytes(length),
    now: () => now,
    permission: async () => 'granted',
    embed,
    prepareAnswers: answersHere(database, embed, () => now),
    arm: async () => {},
    network: {
      mayRequest: async () => true,
      fetch: (async (input: string) => {
        const { pathname } = new URL(input);
        paths.push(pathname);
        if (pathname.endsWith('/rounds')) return Response.json({ rounds: dump.served.rounds });
        if (pathname === '/v1/reports') return Response.json({ status: 'stored' }, { status: 202 });
        const batch = dump.served.batches.find(({ sha256 }) => pathname.endsWith(sha256));
        return batch ? new Response(batch.bytes) : new Response(null, { status: 404 });
      }) as unknown as typeof fetch,
    },
  };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

test('keeps drafts, caps, charges, receipts and what waits', async () => {
  const { database } = await openDevice(dump.now);
  expect((await listDrafts(database, dump.now)).map(({ text }) => text)).toContain('we had a picnic at the lake');
  expect(await readSettings(database)).toMatchObject({ capPerReport: 4, capWindow: 4 });
  for (const store of ['charges', 'answeredRounds'] as const) expect(await database.count(store)).toBe(2);
  expect((await database.getAll('receipts')).map(({ outcome }) => outcome)).toEqual(['sent']);
  expect(await database.getAll('outbox')).toEqual(dump.stores.outbox?.map(({ value }) => value));
});

test('sends what waited, and answers no round twice; its caps hold, and give room again after 30 days', async () => {
  const device = await openDevice(dump.now);
  const click = { kind: 'click', at: dump.now } as const;
  const kinds = async (there: Device) => (await donate(there, click, never)).map(({ kind }) => kind);
  expect(await kinds(device)).toEqual(['already-answered', 'already-answered', 'skipped']);
  await sendDue({ ...device, now: () => dump.now + 3_600_000 }, never);
  expect((await device.database.getAll('receipts')).map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
  expect(paths.filter((path) => path === '/v1/reports')).toHaveLength(1);
  const month = 31 * 24 * 60 * 60 * 1000;
  expect(await kinds({ ...device, now: () => dump.now + month })).toEqual([
    'already-answered',
    'already-answered',
    'sealed',
  ]);
  expect(await device.database.count('charges')).toBe(3);
});
