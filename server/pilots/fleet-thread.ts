import { parentPort, workerData } from 'node:worker_threads';
import type { EmbeddingBatch } from '../../core/embedding/batch.ts';
import { nearest } from '../../core/embedding/nearest.ts';
import { type DraftSource, drawDrafts } from '../../fleet/drawn-drafts.ts';
import { type FleetRound, voteFor } from '../../fleet/fleet-votes.ts';
import { secureRandom } from '../secure-random.ts';

/** What all threads share; typed arrays stand on shared memory. */
export interface FleetData {
  /** One row a text, for rounds with candidates. */
  readonly drafts: Float32Array;
  readonly dimensions: number;
  readonly rounds: readonly FleetRound[];
  /** The candidates of each round; null for a fragment poll. */
  readonly batches: readonly (EmbeddingBatch | null)[];
  readonly source: DraftSource;
  readonly seed: number;
  readonly cohorts: number;
  readonly keepVotes: boolean;
}

/** A piece of work: texts whose nearest candidates are looked for, or volunteers who vote. */
export type FleetTask = { readonly what: 'nearest' | 'votes'; readonly from: number; readonly to: number };

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');

const data = workerData as FleetData;
// Randomness of votes is the operating system's, whatever seed the drafts come from.
const random = secureRandom();

function findNearest(from: number, to: number): void {
  data.rounds.forEach((round, i) => {
    const batch = data.batches[i];
    if (round.kind !== 'candidates' || !batch) return;
    for (let text = from; text < to; text++) {
      const found = nearest(data.drafts.subarray(text * data.dimensions, (text + 1) * data.dimensions), batch);
      round.rows[text] = found.row;
      round.similarities[text] = found.similarity;
    }
  });
}

port.on('message', ({ what, from, to }: FleetTask) => {
  if (what === 'nearest') {
    findNearest(from, to);
    port.postMessage([]);
    return;
  }
  const { rounds, source, seed, cohorts, keepVotes } = data;
  port.postMessage(voteFor(drawDrafts(source, { from, to }, seed), rounds, { cohorts, random, keepVotes }));
});
