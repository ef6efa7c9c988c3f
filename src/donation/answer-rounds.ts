import { type EmbeddingModel, modelNamed } from '../../core/embedding/model.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { languagesOf } from '../../core/protocol/study.ts';
import { type FoundAnswer, noneOf, type RoundKey } from '../device.ts';
import { listDrafts } from '../drafts/draft-store.ts';
import type { Database } from '../storage/database.ts';
import { type RoundBatches, storedBatches } from '../studies/batches.ts';
import { roundById, studyById } from '../studies/study-store.ts';
import { type AnsweringTools, answerOf } from './answer.ts';

interface Material {
  readonly round: RoundManifest;
  readonly batches: RoundBatches;
  /** The model that its study names; undefined when no model is needed. */
  readonly model: EmbeddingModel | undefined;
  /** Drafts in other languages do not take part. */
  readonly languages: readonly string[];
  /** Of a prevalence poll: the fragment that was drawn for it. */
  readonly fragment: number | undefined;
}

/** Rounds whose material is in memory, with the model that the first of them needs. No draft was read for them. */
export interface PreparedAnswers {
  /** Reads the drafts, once, and yields the answer of each round as it is found; whatever fails is "none" (P4). */
  answers(rounds: readonly RoundKey[], random: RandomBytes, now: number): AsyncGenerator<FoundAnswer>;
}

/**
 * Reads the stored material of rounds, and loads the model that the first of them needs. Rounds of another model load
 * it in the place of that one, inside the time box: two models are never in memory.
 *
 * @param useModel loads a model and frees any other
 * @throws {Error} when material is missing or the model cannot be loaded
 */
export async function prepareAnswering(
  open: () => Promise<Database>,
  rounds: readonly RoundKey[],
  useModel: (model: EmbeddingModel) => Promise<AnsweringTools['embed']>,
): Promise<PreparedAnswers> {
  const database = await open();
  const materials = new Map<string, Material>();
  for (const key of rounds) {
    const record = await roundById(database, key.study, key.round);
    const study = (await studyById(database, key.study))?.signed.document;
    const batches = record && (await storedBatches(database, record.signed.document));
    if (!batches || !study) throw new Error('the material of a round is not stored');
    const round = record.signed.document;
    const model = round.kind === 'candidates' ? modelNamed(study.model) : undefined;
    materials.set(key.round, { round, batches, model, languages: languagesOf(study), fragment: record.fragment });
  }
  const first = [...materials.values()].find(({ model }) => model)?.model;
  if (first) await useModel(first);
  return {
    async *answers(chosen, random, now) {
      const drafts = await listDrafts(database, now).catch(() => []);
      for (const { study, round } of chosen) {
        const material = materials.get(round);
        if (!material) continue;
        const { round: manifest, batches, model, languages, fragment } = material;
        const embed = async (text: string) => {
          if (!model) throw new Error('this version does not carry the model of the study');
          return (await useModel(model))(text);
        };
        const tools = { embed, random, now, languages, fragment };
        const answer = await answerOf(manifest, batches, drafts, tools).catch(() => noneOf(manifest));
        yield { study, round, ...answer };
      }
    },
  };
}
