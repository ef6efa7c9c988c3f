import type { RoundId } from '../../../core/ids.ts';
import { secureRandom } from '../../secure-random.ts';
import { findDamage } from '../damage.ts';
import type { StoredStudy } from '../publication-store.ts';
import { type Connections, openConnections, unavailable } from './connections.ts';
import { createDocuments } from './documents.ts';
import { createResearcherTokens } from './researcher-tokens.ts';
import { createRoundVotes } from './round-votes.ts';
import { checkSchema } from './schema.ts';

/** A database that servers may be using, for whoever is none. */
export interface ExaminedDatabase {
  readonly connections: Connections;
  studies(): Promise<readonly StoredStudy[]>;
  /** What is damaged, in one line each. */
  damage(): Promise<string[]>;
  /** Closes a round for good without a release. */
  withhold(round: RoundId): Promise<void>;
  /** Deletes all tokens of researchers; resolves to how many there were. */
  deleteTokens(): Promise<number>;
  /** Deletes the pools of all studies. */
  discardPools(): Promise<void>;
}

/**
 * Looks at a database; by itself it changes nothing. Two of its methods do.
 *
 * @throws {StorageUnavailable} when it cannot be read, or is no database of this program
 */
export async function examineDatabase<Value>(
  url: string,
  read: (database: ExaminedDatabase) => Promise<Value>,
): Promise<Value> {
  const connections = openConnections(url);
  try {
    await checkSchema(connections).catch((error: unknown) => {
      throw unavailable(error);
    });
    const documents = createDocuments(connections);
    const votes = createRoundVotes(connections, secureRandom());
    return await read({
      connections,
      studies: async () => (await documents.publications()).studies,
      damage: async () => findDamage(await documents.publications(), votes.counts),
      withhold: votes.withholdRound,
      deleteTokens: createResearcherTokens(connections).deleteTokens,
      async discardPools() {
        await connections.query('DELETE FROM pools');
      },
    });
  } finally {
    await connections.end();
  }
}
