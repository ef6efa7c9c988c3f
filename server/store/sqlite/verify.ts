import type { RoundId } from '../../../core/ids.ts';
import { secureRandom } from '../../secure-random.ts';
import { type Counts, findDamage } from '../damage.ts';
import type { Connection } from './database.ts';
import { createStoredPublications } from './stored-publications.ts';
import { createStoredVotes } from './stored-votes.ts';

/** What is damaged in a database, in one line each; also while a server runs on it. */
export function verifyDatabase(database: Connection): Promise<string[]> {
  const votes = createStoredVotes(database, secureRandom());
  // One snapshot for all, or a report in between would look like damage.
  const countsOf = database.transaction(
    (id: RoundId): Counts => ({
      counters: votes.counters(id),
      recount: votes.recount(id),
      releases: votes.releases(id),
    }),
  );
  return findDamage(createStoredPublications(database).publications(), countsOf);
}
