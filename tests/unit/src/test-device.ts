import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import type { Device, Permission } from '../../../src/device.ts';
import { prepareAnswering } from '../../../src/donation/answer-rounds.ts';
import { answerReady, prepareRounds } from '../../../src/donation/donate.ts';
import type { RoundOutcome } from '../../../src/donation/round-outcome.ts';
import type { Occasion } from '../../../src/donation/send-time.ts';
import { keepDraft } from '../../../src/drafts/draft-store.ts';
import { addSite } from '../../../src/sites/site-store.ts';
import { readEpoch } from '../../../src/storage/capture-epoch.ts';
import { type Database, openDatabase } from '../../../src/storage/database.ts';
import { joinStudy } from '../../../src/studies/membership.ts';
import { reviewStudy } from '../../../src/studies/review-study.ts';
import { type StudyWorld, server, startOfTime, vectorOf } from './study-world.ts';

/** What the worker does, without a worker: `device.embed` is its model. */
export const answersHere =
  (database: Database, embed: Device['embed'], now: () => number): Device['prepareAnswers'] =>
  async (rounds, signal) => {
    const prepared = await prepareAnswering(
      async () => database,
      rounds,
      async (model) => async (text) => (await embed([text], model, signal))[0] as Float32Array,
    );
    return async (chosen, found, box) => {
      for await (const answer of prepared.answers(chosen, (length) => randomBytes(length), now())) {
        box.throwIfAborted();
        found(answer);
      }
    };
  };

/** A device with an empty database of its own and a clock that stands still unless it is set. */
export async function testDevice(world: StudyWorld) {
  globalThis.indexedDB = new IDBFactory();
  const database = await openDatabase();
  const clock = { now: startOfTime };
  const embedded: string[] = [];
  const granted: { permission: Permission } = { permission: 'granted' };
  const now = () => clock.now;
  const embed: Device['embed'] = async (texts, { dimensions }) => {
    embedded.push(...texts);
    return texts.map((text) => vectorOf(text, dimensions));
  };
  const device: Device & { network: { mayRequest: Device['network']['mayRequest'] } } = {
    database,
    random: (length) => randomBytes(length),
    now,
    network: { fetch: world.fetch, mayRequest: async () => true },
    permission: async () => granted.permission,
    embed,
    prepareAnswers: answersHere(database, embed, now),
    arm: async () => {},
  };
  return { ...device, clock, embedded, granted };
}
export type TestDevice = Awaited<ReturnType<typeof testDevice>>;

/** The same device with another model, in the worker and outside. */
export const withModel = <Some extends Device>(device: Some, embed: Device['embed']): Some => ({
  ...device,
  embed,
  prepareAnswers: answersHere(device.database, embed, device.now),
});

/** A whole donation: what is open is looked for, and all of it is answered. */
export async function donate(device: Device, occasion: Occasion, signal: AbortSignal): Promise<RoundOutcome[]> {
  const { ready, outcomes } = await prepareRounds(device, signal);
  return [...outcomes, ...(await answerReady(device, occasion, ready, signal)).outcomes];
}

/** Reviews the study of `world` and joins it. */
export async function join(device: TestDevice, world: StudyWorld): Promise<void> {
  const reviewed = await reviewStudy(device, world.link, new AbortController().signal);
  if (!reviewed.ok) throw new Error(reviewed.reason.key);
  await joinStudy(device, world.study, server);
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
