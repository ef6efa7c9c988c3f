import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import type { Device } from '../../../src/device.ts';
import { keepDraft } from '../../../src/drafts/draft-store.ts';
import { addSite } from '../../../src/sites/site-store.ts';
import { readEpoch } from '../../../src/storage/capture-epoch.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { joinStudy } from '../../../src/studies/membership.ts';
import { reviewStudy } from '../../../src/studies/review-study.ts';
import { embedText, type StudyWorld, server, startOfTime } from './study-world.ts';

/** A device with an empty database of its own and a clock that stands still unless it is set. */
export async function testDevice(world: StudyWorld) {
  globalThis.indexedDB = new IDBFactory();
  const database = await openDatabase();
  const clock = { now: startOfTime };
  const embedded: string[] = [];
  const device: Device & { network: { mayRequest: Device['network']['mayRequest'] } } = {
    database,
    random: (length) => randomBytes(length),
    now: () => clock.now,
    network: { fetch: world.fetch, mayRequest: async () => true },
    embed: async (texts) => {
      embedded.push(...texts);
      return texts.map(embedText);
    },
  };
  return { ...device, clock, embedded };
}
export type TestDevice = Awaited<ReturnType<typeof testDevice>>;

/** Reviews the study of `world` and joins it. */
export async function join(device: TestDevice, world: StudyWorld): Promise<void> {
  const reviewed = await reviewStudy(device, world.link, new AbortController().signal);
  if (!reviewed.ok) throw new Error(reviewed.reason);
  await joinStudy(device, { study: world.study, server });
  world.requests.length = 0;
}

/** A device that has joined the study of `world`. */
export async function joinedDevice(world: StudyWorld): Promise<TestDevice> {
  const device = await testDevice(world);
  await join(device, world);
  return device;
}

let drafts = 0;

const site = 'https://mail.example';

/** Keeps a draft, typed just now on a site that is allowed, and returns its id. */
export async function typeDraft({ database, now }: TestDevice, text: string): Promise<string> {
  const id = `draft-${drafts++}`;
  await addSite(database, site, now());
  const kept = await keepDraft(database, { field: `field-${id}`, text, site }, await readEpoch(database), id, now());
  if (kept !== 'kept') throw new Error(`the draft was not kept: ${kept}`);
  return id;
}
