import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';
import { verifySignature } from '../../../../core/protocol/signed.ts';
import { consentCovers } from '../../../../core/protocol/study.ts';
import type { PublicationStore, StoredStudy } from '../../../../server/store/publication-store.ts';
import { type Connection, openDatabase } from '../../../../server/store/sqlite/database.ts';
import { createStoredPublications } from '../../../../server/store/sqlite/stored-publications.ts';
import { type Catalogue, openCatalogue } from '../../../../server/studies/catalogue.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { makeSigningKey } from '../../../../server/studies/signing-key.ts';
import { validPhrases, validStudy, writeStudy } from '../written-study.ts';

type Embed = Parameters<typeof publishFolder>[1]['embed'];
const noModel: Embed = () => Promise.reject(new Error('no candidate round is new, so no model'));

let parent: string;
let folder: string;
let keys: string;
let database: Connection;
let store: PublicationStore;
let catalogue: Catalogue;
let now: number;
let study: StoredStudy;
const publish = (path = folder, embed = noModel) =>
  publishFolder(path, { store, catalogue, keys, embed, now: () => now });

/** A study folder with one fragment poll, published in a database of this process. */
beforeEach(async () => {
  ({ parent, folder } = writeStudy());
  keys = join(parent, 'keys');
  now = Date.parse('2026-03-01T00:00:00Z');
  database = openDatabase(join(parent, 'donor.sqlite'));
  const publications = createStoredPublications(database);
  store = {
    publish: async (publication) => publications.publish(publication),
    publications: async () => publications.publications(),
  };
  catalogue = await openCatalogue(store, () => now);
  const { study: id } = await publish();
  study = catalogue.study(id) as StoredStudy;
});
afterEach(() => {
  database.close();
  rmSync(parent, { recursive: true });
});

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
const secondRound = (epsilon: number, texts = 'phrases.txt') => `  - title: And again?
    kind: fragments
    texts: ${texts}
    epsilon: ${epsilon}
    minimumReports: 50
`;

test('publishing the same folder again changes nothing, not even after its rounds and the study have ended', async () => {
  const before = await store.publications();
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
  now = Date.parse('2029-01-01T00:00:00Z');
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
  expect(await store.publications()).toEqual(before);
});

test.each([
  [
    'a word of the consent',
    'study.yaml',
    validStudy.replace('one question', 'two questions'),
    /study\.yaml:5:3: consent: this is published and cannot change/,
  ],
  [
    'the end',
    'study.yaml',
    validStudy.replace('2026-12-31', '2027-12-31'),
    /study\.yaml:12:9: endsAt: this is published/,
  ],
  [
    'an epsilon',
    'study.yaml',
    validStudy.replace('epsilon: 4', 'epsilon: 3'),
    /study\.yaml:14:5: rounds\[0\]: this round is published/,
  ],
  [
    'a closing time',
    'study.yaml',
    validStudy.replace('2026-06-30', '2026-07-30'),
    /rounds\[0\]: this round is published/,
  ],
  ['a text', 'phrases.txt', validPhrases.replace('night', 'day'), /rounds\[0\]: this round is published/],
  [
    'the order of the texts',
    'phrases.txt',
    validPhrases.split('\n').reverse().join('\n'),
    /rounds\[0\]: this round is published/,
  ],
])('refuses to change %s of a published study', async (_what, file, content, message) => {
  const before = await store.publications();
  write(file, content);
  await expect(publish()).rejects.toThrow(message);
  expect(await store.publications()).toEqual(before);
});

test('appends a round to the log, chained to the one before and covered by the consent given', async () => {
  write('study.yaml', validStudy + secondRound(2));
  expect(await publish()).toEqual({ study: study.id, newRounds: 1 });
  const [first, second] = catalogue.study(study.id)?.rounds ?? [];
  expect(first).toEqual(study.rounds[0]);
  const manifest = second?.signed.document;
  if (!second || !manifest) throw new Error('expected a second round');
  expect(manifest).toMatchObject({ sequence: 1, previous: study.rounds[0]?.id, closesAt: '2026-12-31T00:00:00.000Z' });
  expect(second.id).toBe(await sha256(canonicalBytes(manifest)));
  expect(await verifySignature(second.signed, study.signed.document.publicKey)).toBe(true);
  expect(consentCovers(study.signed.document, manifest)).toBe(true);
  // And a published log never gets shorter.
  write('study.yaml', validStudy);
  await expect(publish()).rejects.toThrow(/rounds: round 2 is published and cannot change/);
});

test.each([
  ['a larger epsilon', secondRound(4.5), {}],
  ['fewer texts', secondRound(4, 'few.txt'), { 'few.txt': 'flat tyre\n' }],
])('refuses a new round with %s than the consent covers', async (_what, round, files) => {
  for (const [name, content] of Object.entries(files)) write(name, content);
  write('study.yaml', validStudy + round);
  await expect(publish()).rejects.toThrow(
    /study\.yaml:20:5: rounds\[1\]: this round asks more than the published study/,
  );
  expect(catalogue.study(study.id)?.rounds).toHaveLength(1);
});

test('refuses a new study whose times have passed', async () => {
  write('study.yaml', validStudy.replace('name: commute', 'name: late'));
  now = Date.parse('2026-07-01T00:00:00Z');
  await expect(publish()).rejects.toThrow(/study\.yaml:19:15: rounds\[0\]\.closesAt: expected a time in the future/);
  now = Date.parse('2027-01-01T00:00:00Z');
  await expect(publish()).rejects.toThrow(/study\.yaml:12:9: endsAt: expected a time in the future/);
});

test('keeps the private key to its owner, and signs nothing with another one', async () => {
  const file = join(keys, 'commute.pem');
  expect(readdirSync(keys)).toEqual(['commute.pem']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(keys).mode & 0o777).toBe(0o700);
  const other = join(keys, 'other.pem');
  await makeSigningKey(other);
  renameSync(other, file);
  write('study.yaml', validStudy + secondRound(2));
  await expect(publish()).rejects.toThrow('not the key that signed the published study');
  rmSync(file);
  await expect(publish()).rejects.toThrow(/commute\.pem: expected the private key/);
  // Without anything to sign the key is not needed.
  write('study.yaml', validStudy);
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
});
