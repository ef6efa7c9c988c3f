import type { RoundId, Sha256, StudyId } from '../../../core/ids.ts';
import { signedRoundSchema } from '../../../core/protocol/manifest.ts';
import { signedStudySchema } from '../../../core/protocol/study.ts';
import { voteShape } from '../../../core/protocol/votes.ts';
import type { Batch, Publication, StoredPublications } from '../publication-store.ts';
import type { Connection } from './database.ts';

interface StudyRow {
  readonly id: StudyId;
  readonly signed: string;
  readonly withdrawn: number;
  readonly endedAt: number | null;
}
interface RoundRow {
  readonly id: RoundId;
  readonly signed: string;
  readonly closed: number;
  readonly votesDeleted: number;
}
interface BatchRow {
  readonly sha256: Sha256;
  readonly mediaType: Batch['mediaType'];
  readonly bytes: Buffer;
}

/**
 * Studies, rounds and batches in SQLite. Documents are kept as JSON text; their hashes are of the canonical form, never
 * of this text.
 */
export function createStoredPublications(database: Connection) {
  const addStudy = database.prepare(
    'INSERT INTO studies (id, name, signed) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const addRound = database.prepare(
    `INSERT INTO rounds (id, study, sequence, signed, domain_size, subset_size, opens_at_ms, closes_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const addCounters = database.prepare('INSERT INTO counters (round, reports, supports) VALUES (?, 0, ?)');
  const addBatch = database.prepare(
    'INSERT INTO batches (sha256, media_type, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const allStudies = database.prepare<[], StudyRow>(
    'SELECT id, signed, withdrawn, ended_at_ms AS endedAt FROM studies ORDER BY name',
  );
  const roundsOf = database.prepare<[string], RoundRow>(
    'SELECT id, signed, closed, votes_deleted AS votesDeleted FROM rounds WHERE study = ? ORDER BY sequence',
  );
  const allBatches = database.prepare<[], BatchRow>('SELECT sha256, media_type AS mediaType, bytes FROM batches');

  const endStudy = database.prepare(
    'UPDATE studies SET withdrawn = max(withdrawn, ?), ended_at_ms = coalesce(ended_at_ms, ?) WHERE id = ?',
  );

  const publish = database.transaction(({ study, rounds, batches }: Publication) => {
    addStudy.run(study.id, study.signed.document.name, JSON.stringify(study.signed));
    for (const { sha256, mediaType, bytes } of batches) addBatch.run(sha256, mediaType, bytes);
    for (const { id, signed } of rounds) {
      const { sequence, opensAt, closesAt } = signed.document;
      const { domainSize, subsetSize } = voteShape(signed.document);
      const { lastInsertRowid } = addRound.run(
        id,
        study.id,
        sequence,
        JSON.stringify(signed),
        domainSize,
        subsetSize,
        Date.parse(opensAt),
        Date.parse(closesAt),
      );
      addCounters.run(lastInsertRowid, Buffer.alloc(4 * domainSize));
    }
  });

  return {
    publish(publication: Publication): void {
      publish.immediate(publication);
    },

    endStudy(study: StudyId, { now, withdrawn }: { readonly now: number; readonly withdrawn: boolean }): void {
      endStudy.run(withdrawn ? 1 : 0, now, study);
    },

    publications(): StoredPublications {
      const studies = allStudies.all().map(({ id, signed, withdrawn, endedAt }) => ({
        id,
        signed: signedStudySchema.parse(JSON.parse(signed)),
        withdrawn: withdrawn !== 0,
        endedAt: endedAt ?? undefined,
        rounds: roundsOf.all(id).map((round) => ({
          id: round.id,
          signed: signedRoundSchema.parse(JSON.parse(round.signed)),
          closed: round.closed !== 0,
          withheld: round.closed === 2,
          votesDeleted: round.votesDeleted !== 0,
        })),
      }));
      const batches = allBatches.all().map(({ sha256, mediaType, bytes }) => ({
        sha256,
        mediaType,
        bytes: Uint8Array.from(bytes),
      }));
      return { studies, batches };
    },
  };
}
