import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nothingAccepted } from '../../../../server/start-options.ts';
import { openServer } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
let keys: string;
beforeEach(async () => {
  server = await openServer();
  keys = join(server.data, 'keys');
  await server.close();
});
afterEach(() => server.dispose());

/** Starts again, and returns the studies that are there then. */
async function studiesAgain(accepted = {}) {
  const again = await server.openAgain({ ...nothingAccepted, ...accepted });
  const { studies } = await again.store.publications();
  await again.close();
  return studies;
}
const loseDatabase = () => {
  for (const name of readdirSync(server.data)) if (name.startsWith('donor.sqlite')) rmSync(join(server.data, name));
};

test('a published study without its key, or with another one, starts only when that is accepted', async () => {
  renameSync(join(keys, 'commute.pem'), join(keys, 'kept'));
  await expect(studiesAgain()).rejects.toThrow(/commute\.pem: expected the private key.*\n.*--accept-missing-keys/);
  await expect(studiesAgain({ lostStudies: true })).rejects.toThrow(/--accept-missing-keys/);
  expect(await studiesAgain({ missingKeys: true })).toEqual([server.study]);
  const other = await openServer();
  renameSync(join(other.data, 'keys', 'commute.pem'), join(keys, 'commute.pem'));
  await other.dispose();
  await expect(studiesAgain()).rejects.toThrow(/not the key that signed the published study/);
});

test('a key without its study starts only when that is accepted, and is then put aside', async () => {
  loseDatabase();
  await expect(studiesAgain()).rejects.toThrow(/commute\.pem: the study of this key is not in the database\nRestore/);
  expect(readdirSync(keys)).toEqual(['commute.pem']);
  const [study] = await studiesAgain({ lostStudies: true });
  expect(study?.id).not.toBe(server.study.id);
  expect(readdirSync(keys).toSorted()).toEqual(['commute.pem', 'commute.pem.lost']);
  loseDatabase();
  await studiesAgain({ lostStudies: true });
  expect(readdirSync(keys).toSorted()).toEqual(['commute.pem', 'commute.pem.lost', 'commute.pem.lost-2']);
});

test('a server that was killed while it published starts again by itself', async () => {
  // Killed after the study was published and before its key was named.
  renameSync(join(keys, 'commute.pem'), join(keys, 'commute.pem.unpublished'));
  expect(await studiesAgain()).toEqual([server.study]);
  expect(readdirSync(keys)).toEqual(['commute.pem']);
  // Killed after the key was made and before the study was published.
  renameSync(join(keys, 'commute.pem'), join(keys, 'commute.pem.unpublished'));
  loseDatabase();
  const [study] = await studiesAgain();
  expect(study?.signed.document.publicKey).toBe(server.study.signed.document.publicKey);
  expect(readdirSync(keys)).toEqual(['commute.pem']);
});
