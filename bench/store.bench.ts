import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniformSubset } from '../core/privacy/random-integers.ts';
import { encodeVote } from '../core/privacy/vote-codec.ts';
import { opensAt, publication } from '../harness/signed-study.ts';
import { secureRandom } from '../server/secure-random.ts';
import { openDatabase } from '../server/store/sqlite/database.ts';
import { createReportWriter } from '../server/store/sqlite/report-writer.ts';
import { createStoredPublications } from '../server/store/sqlite/stored-publications.ts';
import { createStoredVotes } from '../server/store/sqlite/stored-votes.ts';
import { type Benchmark, milliseconds } from './benchmark.ts';

const group = 500;
/** More of them take minutes to insert: `DONOR_BENCH_REPORTS=10000000` for a full one. */
const reports = Number(process.env.DONOR_BENCH_REPORTS ?? 500_000);

export default [
  {
    name: `SQLite: ${reports} reports counted anew, k = 1000`,
    unit: 'ms',
    floorName: 'inserting them',
    rounds: 1,
    async prepare() {
      const directory = mkdtempSync(join(tmpdir(), 'donor-bench-'));
      const random = secureRandom();
      const database = openDatabase(join(directory, 'donor.sqlite'));
      const published = await publication({ texts: 999, epsilon: 4 });
      createStoredPublications(database).publish(published);
      const [round] = published.rounds;
      if (!round) throw new Error('expected a round');
      const { mechanism } = round.signed.document;
      const votes = Array.from({ length: 10 * group }, () =>
        encodeVote(
          [...uniformSubset(mechanism.domainSize, mechanism.subsetSize, random)].sort((a, b) => a - b),
          mechanism,
        ),
      );
      const writer = createReportWriter({ database, secret: random(32), random, onFailure: console.error });
      const stored = createStoredVotes(database, random);
      const insert = () =>
        milliseconds(() => {
          for (let sent = 0; sent < reports; sent += group) {
            const commit = Array.from({ length: group }, (_, i) => ({
              round: round.id,
              nonce: random(16),
              noisyVote: votes[(sent + i) % votes.length] as Uint8Array,
            }));
            writer.commit(commit, opensAt);
          }
        });
      const inserted = await insert();
      return {
        subject: () => milliseconds(() => void stored.recount(round.id)),
        floor: async () => inserted,
        dispose() {
          database.close();
          rmSync(directory, { recursive: true });
        },
      };
    },
  },
] satisfies Benchmark[];
