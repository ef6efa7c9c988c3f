import { roundIdSchema, studyIdSchema } from '../core/ids.ts';
import type { Schema } from '../src/storage/database.ts';
import type { DrivenPage } from './driven-browser.ts';

type StoreName = keyof { [Name in keyof Schema as string extends Name ? never : Name]: true };
/** Everything the extension has stored, by object store; bytes are arrays of numbers. */
export type DeviceContents = { readonly [Name in StoreName]: Schema[Name]['value'][] };

/** Reads the extension's database from one of its pages. */
export async function readDevice(page: DrivenPage): Promise<DeviceContents> {
  const json = await page.evaluate(async () => {
    const opening = indexedDB.open('data-donor');
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = reject;
    });
    const database = opening.result;
    const contents: Record<string, unknown> = {};
    const stores = [...database.objectStoreNames];
    const transaction = database.transaction(stores);
    const reading = stores.map((store) => transaction.objectStore(store).getAll());
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = reject;
    });
    for (const [position, store] of stores.entries()) contents[store] = reading[position]?.result;
    database.close();
    return JSON.stringify(contents, (_, value) => (ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value));
  });
  return JSON.parse(json);
}

/**
 * Every place of the extension where text could lie, as one string to search in: all databases, web storage, caches,
 * extension storage.
 */
export async function readAllStorage(page: DrivenPage): Promise<string> {
  const contents = await readDevice(page);
  const others = await page.evaluate(async () => {
    const { storage } = (globalThis as unknown as { chrome: { storage?: { local: { get(): Promise<unknown> } } } })
      .chrome;
    return JSON.stringify({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      extension: await storage?.local.get(),
    });
  });
  const { databases, caches }: { databases: string[]; caches: string[] } = JSON.parse(others);
  if (databases.join() !== 'data-donor' || caches.length > 0) throw new Error(`unknown storage: ${others}`);
  return JSON.stringify(contents) + others;
}

/** Adds records to a store, or changes the same fields of all records that are in it, in one transaction. */
async function writeDevice(
  page: DrivenPage,
  change: { store: StoreName; add?: readonly object[]; set?: object },
): Promise<void> {
  await page.evaluate(async ({ store: name, add = [], set }) => {
    const opening = indexedDB.open('data-donor');
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = reject;
    });
    const transaction = opening.result.transaction(name, 'readwrite');
    const store = transaction.objectStore(name);
    for (const record of add) store.add(record);
    const present = store.getAll();
    present.onsuccess = () => {
      if (set) for (const record of present.result) store.put({ ...record, ...set });
    };
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = reject;
    });
    opening.result.close();
    // As src/storage/changes.ts does, so that pages read it.
    const channel = new BroadcastChannel('data-donor-changes');
    channel.postMessage(null);
    channel.close();
  }, change);
}

/** Puts texts into the drafts as if they had been typed on `site` just now, the first one last. */
export async function addDrafts(page: DrivenPage, site: string, texts: readonly string[]): Promise<void> {
  const now = Date.now();
  const add = texts.map((text, age): Schema['drafts']['value'] => ({
    id: crypto.randomUUID(),
    field: crypto.randomUUID(),
    text,
    site,
    createdAt: now - age,
    editedAt: now - age,
  }));
  await writeDevice(page, { store: 'drafts', add });
}

/**
 * Puts sites into the list of those that are allowed. The browser's permission must be there: the extension lets go of
 * a site without it.
 */
export async function addSites(page: DrivenPage, origins: readonly string[]): Promise<void> {
  const allowedAt = Date.now();
  const add = origins.map((origin): Schema['sites']['value'] => ({ origin, allowedAt }));
  await writeDevice(page, { store: 'sites', add });
}

/** Puts receipts into the device as if that many reports of one study had left, one a day, the first one last. */
export async function addReceipts(page: DrivenPage, count: number): Promise<void> {
  const now = Date.now();
  const dayMs = 24 * 60 * 60 * 1000;
  const nonce = 'AAAAAAAAAAAAAAAAAAAAAA';
  const add = Array.from({ length: count }, (_, age): Schema['receipts']['value'] => {
    const round = roundIdSchema.parse(age.toString(16).padStart(64, '0'));
    return {
      study: studyIdSchema.parse('5'.repeat(64)),
      round,
      studyTitle: 'How people travel',
      roundTitle: `Which phrase did you type? (${count - age})`,
      server: 'https://study.example',
      body: JSON.stringify({ round, vote: 'AQ', nonce }),
      trueAnswer: 1,
      drafts: [],
      epsilon: 1,
      oddsTrue: 0.6,
      outcome: 'sent',
      finishedAt: now - age * dayMs,
      reason: null,
    };
  });
  await writeDevice(page, { store: 'receipts', add });
}

/** Puts charges into the ledger as if that many votes had been made, one a day, the last one today. */
export async function addCharges(page: DrivenPage, count: number): Promise<void> {
  const dayMs = 24 * 60 * 60 * 1000;
  const first = Date.now() - count * dayMs;
  const add = Array.from({ length: count }, (_, sequence): Schema['charges']['value'] => ({
    sequence,
    study: studyIdSchema.parse('5'.repeat(64)),
    round: roundIdSchema.parse(sequence.toString(16).padStart(64, '0')),
    epsilon: 0.25,
    at: first + sequence * dayMs,
  }));
  await writeDevice(page, { store: 'charges', add });
}

/**
 * Makes every waiting report due. The extension goes by its stored due times and its alarm, so both are set to now, and
 * no test waits for half a minute.
 */
export async function makeReportsDue(page: DrivenPage): Promise<void> {
  await writeDevice(page, { store: 'outbox', set: { sendAt: Date.now() } });
  await page.evaluate(() => chrome.alarms.create('due', { when: Date.now() }));
}

/** Lets every waiting report wait for another hour, so that a test can look at it for as long as it takes. */
export const postponeReports = (page: DrivenPage, byMs = 60 * 60 * 1000): Promise<void> =>
  writeDevice(page, { store: 'outbox', set: { sendAt: Date.now() + byMs } });

/** Lets every allowed site be one whose page was closed by the browser while it asked. */
export const closeAskingPages = (page: DrivenPage): Promise<void> =>
  writeDevice(page, { store: 'sites', set: { untold: true } });

/** Lets every joined study have another server, as if the permission for its own had been taken away. */
export const moveStudies = (page: DrivenPage, server: string): Promise<void> =>
  writeDevice(page, { store: 'studies', set: { server } });
