import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../../../harness/postgres.ts';
import { publication } from '../../../harness/signed-study.ts';
import type { SharedDatabase } from '../../../server/configuration.ts';
import { examineShared } from '../../../server/shared-doctor.ts';
import { nothingAccepted } from '../../../server/start-options.ts';
import { openState } from '../../../server/state/server-state.ts';

let postgres: Postgres;
let database: SharedDatabase;
beforeAll(async () => {
  postgres = await startPostgres();
  database = { url: await postgres.createDatabase(), secret: randomBytes(32).toString('base64url') };
  const state = await openState({ configuration: { data: '', database }, accepted: nothingAccepted, now: Date.now });
  const { study, rounds, batches } = await publication();
  await state.store.publish({ study, rounds, batches });
  const { name } = study.signed.document;
  await state.keys.add(name, 'no key');
  await state.keys.keep(name);
  await state.close();
});
afterAll(() => postgres.close());

async function query(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
const wrong = async (shared = database) =>
  Object.fromEntries((await examineShared(shared)).map((finding) => [finding.what, finding.wrong]));

test('a database as the documentation sets it up tells nobody when a report came, and loses nothing', async () => {
  expect(await wrong()).toEqual({
    version: [],
    traces: [],
    durability: [],
    permissions: [],
    votes: [],
    secret: [],
    keys: [expect.stringContaining('expected the private key of this study')],
  });
});

test.each([
  ['track_commit_timestamp', 'on', 'traces', /the time of every commit/],
  ['log_statement', 'mod', 'traces', /the time of every report, and its content/],
  ['log_statement', 'all', 'traces', /the time of every report, and its content/],
  ['log_min_duration_statement', '0', 'traces', /reports that took long/],
  ['log_min_duration_sample', '0', 'traces', /some reports/],
  ['log_transaction_sample_rate', '1', 'traces', /some reports/],
  ['log_duration', 'on', 'traces', /the time of every report/],
  ['log_parameter_max_length_on_error', '-1', 'traces', /the content of reports that failed/],
  ['archive_mode', 'on', 'traces', /the time of every commit/],
  ['wal_keep_size', '64MB', 'traces', /is kept for longer/],
  ['shared_preload_libraries', 'auto_explain', 'traces', /may keep reports/],
  ['fsync', 'off', 'durability', /loss of power/],
  ['full_page_writes', 'off', 'durability', /damage the database/],
  ['synchronous_commit', 'off', 'durability', /lose what was acknowledged/],
])('%s = %s is wrong', async (name, value, what, words) => {
  await postgres.stop();
  await postgres.start({ settings: { [name]: value } });
  expect((await wrong())[what]).toEqual([expect.stringMatching(new RegExp(`^${name} is .*${words.source}`))]);
  await postgres.stop();
  await postgres.start();
});

test('schema changes may be logged: they hold nothing of a report', async () => {
  await postgres.stop();
  await postgres.start({ settings: { log_statement: 'ddl' } });
  expect((await wrong()).traces).toEqual([]);
});

test('names what else keeps the write-ahead log, and who else may read votes', async () => {
  await query("SELECT pg_create_physical_replication_slot('copy')");
  await query('CREATE ROLE reader; GRANT SELECT ON segments TO reader; GRANT SELECT ON nonces TO PUBLIC');
  const found = await wrong();
  expect(found.traces).toEqual([expect.stringContaining('the replication slot copy keeps')]);
  expect(found.permissions).toEqual([
    'PUBLIC may use the table nonces; revoke that',
    'reader may use the table segments; revoke that',
  ]);
  await query("SELECT pg_drop_replication_slot('copy')");
});

test('names damage, another secret, and a database that is not there or is not ours', async () => {
  await query("UPDATE counters SET reports = 7 WHERE shard = 3; UPDATE batches SET bytes = ''");
  expect((await wrong()).votes).toEqual([
    expect.stringMatching(/^batch [0-9a-f]{64}: the bytes do not fit the hash$/),
    expect.stringMatching(/^round [0-9a-f]{64}: counters and votes differ$/),
  ]);
  const secret = randomBytes(32).toString('base64url');
  expect((await wrong({ ...database, secret })).secret).toEqual([expect.stringContaining('DONOR_SECRET')]);
  const url = await postgres.createDatabase();
  expect(await wrong({ ...database, url })).toEqual({ database: [expect.stringContaining('no table of Data Donor')] });
  const gone = database.url.replace('donor_1', 'donor_99');
  expect(await wrong({ ...database, url: gone })).toEqual({ database: [expect.stringContaining('does not exist')] });
});
