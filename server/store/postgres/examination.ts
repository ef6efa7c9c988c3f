import { secureRandom } from '../../secure-random.ts';
import { findDamage } from '../damage.ts';
import type { StoredStudy } from '../publication-store.ts';
import { type Connections, openConnections, unavailable } from './connections.ts';
import { createDocuments } from './documents.ts';
import { createRoundVotes } from './round-votes.ts';
import { checkSchema } from './schema.ts';

/** A database that servers may be using, for whoever only reads it. */
export interface ReadDatabase {
  readonly connections: Connections;
  studies(): Promise<readonly StoredStudy[]>;
  /** What is damaged, in one line each. */
  damage(): Promise<string[]>;
}

/**
 * Reads a database and changes nothing.
 *
 * @throws {StorageUnavailable} when it cannot be read, or is no database of this program
 */
export async function examineDatabase<Value>(
  url: string,
  read: (database: ReadDatabase) => Promise<Value>,
): Promise<Value> {
  const connections = openConnections(url);
  try {
    await checkSchema(connections);
    const documents = createDocuments(connections);
    const votes = createRoundVotes(connections, secureRandom());
    return await read({
      connections,
      studies: async () => (await documents.publications()).studies,
      damage: async () => findDamage(await documents.publications(), votes.counts),
    });
  } catch (error) {
    throw unavailable(error);
  } finally {
    await connections.end();
  }
}
