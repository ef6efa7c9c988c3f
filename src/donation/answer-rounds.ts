import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { FoundAnswer, RoundKey } from '../device.ts';
import { listDrafts } from '../drafts/draft-store.ts';
import type { Database } from '../storage/database.ts';
import { type RoundBatches, storedBatches } from '../studies/batches.ts';
import { roundById } from '../studies/study-store.ts';
import { type AnsweringTools, answerOf, noneOf } from './answer.ts';

interface Material {
  readonly round: RoundManifest;
  readonly batches: RoundBatches;
  /** Of a prevalence poll: the fragment that was drawn for it. */
  readonly fragment: number | undefined;
}

/** Rounds whose material and model are in memory. No draft was read for them. */
export interface PreparedAnswers {
  /** Reads the drafts, once, and yields the answer of each round as it is found; whatever fails is "none" (P4). */
  answers(rounds: readonly RoundKey[], random: RandomBytes, now: number): AsyncGenerator<FoundAnswer>;
}

/**
 * Reads the stored material of rounds, and loads the model if one of them needs it.
 *
 * @throws {Error} when material is missing or the model cannot be loaded
 */
export async function prepareAnswering(
  open: () => Promise<Database>,
  rounds: readonly RoundKey[],
  loadModel: () => Promise<AnsweringTools['embed']>,
): Promise<PreparedAnswers> {
  const database = await open();
  const materials = new Map<string, Material>();
  for (const key of rounds) {
    const record = await roundById(database, key.study, key.round);
    const batches = record && (await storedBatches(database, record.signed.document));
    if (!batches) throw new Error('the material of a round is not stored');
    materials.set(key.round, { round: record.signed.document, batches, fragment: record.fragment });
  }
  const needsModel = [...materials.values()].some(({ round }) => round.kind === 'candidates');
  const embed = needsModel ? await loadModel() : () => Promise.reject(new Error('no round needs the model'));
  return {
    async *answers(chosen, random, now) {
      const drafts = await listDrafts(database, now).catch(() => []);
      for (const { study, round } of chosen) {
        const material = materials.get(round);
        if (!material) continue;
        const { round: manifest, batches, fragment } = material;
        const tools = { embed, random, now, fragment };
        const answer = await answerOf(manifest, batches, drafts, tools).catch(() => noneOf(manifest));
        yield { study, round, ...answer };
      }
    },
  };
}
