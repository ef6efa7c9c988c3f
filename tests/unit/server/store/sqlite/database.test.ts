import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RoundId } from '../../../../../core/ids.ts';
import type { SubsetSelection } from '../../../../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../../../../core/privacy/vote-codec.ts';
import { opensAt, publication } from '../../../../../harness/signed-study.ts';
import { secureRandom } from '../../../../../server/secure-random.ts';
import { openDatabase } from '../../../../../server/store/sqlite/database.ts';
import { createReportWriter } from '../../../../../server/store/sqlite/report-writer.ts';
import { createStoredPublications } from '../../../../../server/store/sqlite/stored-publications.ts';
import { createStoredVotes } from '../../../../../server/store/sqlite/stored-votes.ts';
import { verifyDatabase } from '../../../../../server/store/sqlite/verify.ts';
import { openFresh } from './opened-database.ts';

/** No test can pull the plug, so the settings that matter when somebody does are read back. */
test.for([
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['secure_delete', 1],
  ['foreign_keys', 1],
  ['busy_timeout', 5000],
  ['journal_size_limit', 16 * 1024 * 1024],
] as const)('a database is opened with %s = %s', ([name, value]) => {
  expect(openFresh().pragma(name, { simple: true })).toBe(value);
});

/** Takes out of a database what later versions have added. */
const toVersion2 = `
  DROP TABLE automatic_steps;
  DROP TABLE automatic_runs;
  DROP TABLE pool_vectors;
  DROP TABLE pools;
  DROP TABLE releases;
  DROP TABLE access_tokens;
  DROP TABLE preview_vectors;
  DROP TABLE previews;
  ALTER TABLE studies DROP COLUMN ended_at_ms;
  ALTER TABLE rounds DROP COLUMN votes_deleted;
  PRAGMA user_version = 2;
`;

test.each([
  [49, { epsilon: 4 }, []],
  [50, { epsilon: 4 }, [50]],
  [60, { epsilon: 0.5, texts: 4 }, [60]],
])(
  'a round of version 2 that closed with %i reports gets its release; an open one gets none',
  async (reports, shape, expected) => {
    const directory = mkdtempSync(join(tmpdir(), 'donor-version-2-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'donor.sqlite');
    const published = await publication({ ...shape, rounds: 2 });
    const [closed, open] = published.rounds.map(({ id }) => id) as [RoundId, RoundId];
    const mechanism = published.rounds[0]?.signed.document.mechanism as SubsetSelection;
    const ids = Array.from({ length: mechanism.subsetSize }, (_, id) => id);
    const random = secureRandom();
    const earlier = openDatabase(file);
    createStoredPublications(earlier).publish(published);
    const writer = createReportWriter({ database: earlier, secret: random(32), random, onFailure: expect.unreachable });
    for (const round of [closed, open]) {
      const report = () => ({ round, nonce: random(16), noisyVote: encodeVote(ids, mechanism) });
      writer.commit(Array.from({ length: reports }, report), opensAt);
    }
    createStoredVotes(earlier, random).closeRound(closed);
    const releases = createStoredVotes(earlier, random).releases(closed);
    earlier.exec(toVersion2);
    earlier.close();

    const database = openDatabase(file);
    const votes = createStoredVotes(database, random);
    expect(votes.releases(closed).map((release) => release.reports)).toEqual(expected);
    expect(votes.releases(closed)).toEqual(releases);
    expect(votes.releases(open)).toEqual([]);
    expect(await verifyDatabase(database)).toEqual([]);
    const columns = (table: string) => database.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
    const fresh = openFresh();
    for (const table of [
      ...['studies', 'rounds', 'releases', 'counters', 'segments', 'nonces', 'batches', 'access_tokens'],
      ...['previews', 'preview_vectors', 'pools', 'pool_vectors', 'automatic_runs', 'automatic_steps'],
    ]) {
      const names = fresh.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
      expect(columns(table).sort()).toEqual(names.sort());
    }
    database.close();
  },
);
