import { beforeEach, expect, test } from 'vitest';
import { publication } from '../../../../../harness/signed-study.ts';
import type { Connection } from '../../../../../server/store/sqlite/database.ts';
import { createStoredPublications } from '../../../../../server/store/sqlite/stored-publications.ts';
import { verifyDatabase } from '../../../../../server/store/sqlite/verify.ts';
import { openFresh } from './opened-database.ts';

let published: Awaited<ReturnType<typeof publication>>;
let database: Connection;
beforeEach(async () => {
  published = await publication({ rounds: 3 });
  database = openFresh();
  createStoredPublications(database).publish(published);
});

const roundId = (i: number) => published.rounds[i]?.id as string;
const otherSignature = 'A'.repeat(86);
/** Writes a document anew with some fields changed, as a fault or an intruder would: hash and signature stay. */
function changeRound(i: number, change: object): void {
  const round = published.rounds[i];
  const signed = { ...round?.signed, document: { ...round?.signed.document, ...change } };
  database.prepare('UPDATE rounds SET signed = ? WHERE id = ?').run(JSON.stringify(signed), roundId(i));
}
const setStudy = (signed: object) => database.prepare('UPDATE studies SET signed = ?').run(JSON.stringify(signed));

test('finds nothing wrong with what was published', async () => {
  expect(await verifyDatabase(database)).toEqual([]);
});

test('names a batch whose bytes have changed', async () => {
  database.prepare('UPDATE batches SET bytes = ?').run(Buffer.from('["another text"]'));
  expect(await verifyDatabase(database)).toEqual([
    `batch ${published.batches[0]?.sha256}: the bytes do not fit the hash`,
  ]);
});

test('names a study whose document has changed', async () => {
  const { signed, id } = published.study;
  setStudy({ ...signed, document: { ...signed.document, consent: ['Other words.'] } });
  expect(await verifyDatabase(database)).toEqual([
    `study ${id}: the document does not fit the hash`,
    `study ${id}: the signature is wrong`,
  ]);
});

test('names a study whose signature is another one', async () => {
  const { signed, id } = published.study;
  setStudy({ ...signed, signature: otherSignature });
  expect(await verifyDatabase(database)).toEqual([`study ${id}: the signature is wrong`]);
});

test('names a round whose manifest has changed', async () => {
  changeRound(1, { title: 'Another title' });
  expect(await verifyDatabase(database)).toEqual([
    `round ${roundId(1)}: the manifest does not fit the hash`,
    `round ${roundId(1)}: the signature is wrong`,
  ]);
});

test('names a round whose signature is another one', async () => {
  const signed = { ...published.rounds[2]?.signed, signature: otherSignature };
  database.prepare('UPDATE rounds SET signed = ? WHERE id = ?').run(JSON.stringify(signed), roundId(2));
  expect(await verifyDatabase(database)).toEqual([`round ${roundId(2)}: the signature is wrong`]);
});

test.each([
  ['follows another round', 2, () => ({ previous: roundId(0) })],
  ['has another place in the log', 1, () => ({ sequence: 5 })],
])('names a round that %s', async (_what, i, change) => {
  changeRound(i, change());
  expect(await verifyDatabase(database)).toContain(`round ${roundId(i)}: it does not follow the round before it`);
});

test('names the round before which another one is missing', async () => {
  database.prepare('DELETE FROM counters WHERE round = (SELECT number FROM rounds WHERE sequence = 1)').run();
  database.prepare('DELETE FROM rounds WHERE sequence = 1').run();
  expect(await verifyDatabase(database)).toEqual([`round ${roundId(2)}: it does not follow the round before it`]);
});

test.each([
  ['one report too many', 'UPDATE counters SET reports = 1 WHERE round = 2'],
  [
    'a support that no vote gave',
    "UPDATE counters SET supports = CAST(x'01000000' || substr(supports, 5) AS BLOB) WHERE round = 2",
  ],
])('names a round that has counted %s', async (_what, damage) => {
  database.exec(damage);
  expect(await verifyDatabase(database)).toEqual([`round ${roundId(1)}: counters and votes differ`]);
});
