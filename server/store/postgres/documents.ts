import type { StudyId } from '../../../core/ids.ts';
import { signedRoundSchema } from '../../../core/protocol/manifest.ts';
import { signedStudySchema } from '../../../core/protocol/study.ts';
import { voteShape } from '../../../core/protocol/votes.ts';
import type { Publication, StoredPublications } from '../publication-store.ts';
import { type Connection, type Connections, inTransaction, retried, snapshot } from './connections.ts';
import { counterShards, lockState } from './schema.ts';
import { tellOthers } from './version.ts';

/** Studies, rounds and batches in PostgreSQL, as in sqlite/stored-publications.ts. */
export function createDocuments(connections: Connections) {
  async function addRounds(connection: Connection, { study, rounds }: Publication): Promise<void> {
    const { rows } = await connection.query('SELECT coalesce(max(number), 0) AS last FROM rounds');
    let number: number = rows[0]?.last;
    for (const { id, signed } of rounds) {
      number++;
      const { sequence, opensAt, closesAt } = signed.document;
      const { domainSize, subsetSize } = voteShape(signed.document);
      await connection.query(
        `INSERT INTO rounds (number, id, study, sequence, signed, domain_size, subset_size, opens_at_ms, closes_at_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[number, id, study.id, sequence, JSON.stringify(signed)],
          ...[domainSize, subsetSize, Date.parse(opensAt), Date.parse(closesAt)],
        ],
      );
      for (let shard = 0; shard < counterShards; shard++) {
        await connection.query('INSERT INTO counters (round, shard, reports, supports) VALUES ($1, $2, 0, $3)', [
          ...[number, shard, Buffer.alloc(4 * domainSize)],
        ]);
      }
    }
  }

  /** One publication at a time: the next number of a round is free until the end of the transaction. */
  async function addPublication(connection: Connection, publication: Publication): Promise<void> {
    await lockState(connection, 'version');
    const { study, batches } = publication;
    await connection.query('INSERT INTO studies (id, name, signed) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING', [
      study.id,
      study.signed.document.name,
      JSON.stringify(study.signed),
    ]);
    for (const { sha256, mediaType, bytes } of batches) {
      await connection.query(
        'INSERT INTO batches (sha256, media_type, bytes) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING',
        [sha256, mediaType, Buffer.from(bytes)],
      );
    }
    await addRounds(connection, publication);
  }

  return {
    addPublication,

    publish: (publication: Publication): Promise<void> =>
      retried(() =>
        inTransaction(connections, async (connection) => {
          await addPublication(connection, publication);
          await tellOthers(connection);
        }),
      ),

    endStudy: (
      study: StudyId,
      { now, withdrawn }: { readonly now: number; readonly withdrawn: boolean },
    ): Promise<void> =>
      retried(() =>
        inTransaction(connections, async (connection) => {
          await connection.query(
            'UPDATE studies SET withdrawn = greatest(withdrawn, $1), ended_at_ms = coalesce(ended_at_ms, $2) WHERE id = $3',
            [withdrawn ? 1 : 0, now, study],
          );
          await tellOthers(connection);
        }),
      ),

    publications: (): Promise<StoredPublications> => inTransaction(connections, readDocuments, snapshot),
  };
}

async function readDocuments(connection: Connection): Promise<StoredPublications> {
  const studies = await connection.query('SELECT id, signed, withdrawn, ended_at_ms FROM studies');
  const rounds = await connection.query(
    'SELECT study, id, signed, closed, votes_deleted FROM rounds ORDER BY sequence',
  );
  const batches = await connection.query('SELECT sha256, media_type, bytes FROM batches');
  return {
    studies: studies.rows
      .map(({ id, signed, withdrawn, ended_at_ms }) => ({
        id,
        signed: signedStudySchema.parse(JSON.parse(signed)),
        withdrawn: withdrawn !== 0,
        endedAt: ended_at_ms === null ? undefined : Number(ended_at_ms),
        rounds: rounds.rows
          .filter(({ study }) => study === id)
          .map((round) => ({
            id: round.id,
            signed: signedRoundSchema.parse(JSON.parse(round.signed)),
            closed: round.closed !== 0,
            withheld: round.closed === 2,
            votesDeleted: round.votes_deleted !== 0,
          })),
      }))
      // As SQLite sorts, whatever the collation of the database.
      .sort((a, b) => (a.signed.document.name < b.signed.document.name ? -1 : 1)),
    batches: batches.rows.map(({ sha256, media_type, bytes }) => ({
      sha256,
      mediaType: media_type,
      bytes: Uint8Array.from(bytes as Buffer),
    })),
  };
}
