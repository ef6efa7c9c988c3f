import { type Density, fitDensity, uniformWeights } from '../../core/evolution/density.ts';
import type { RoundEvidence } from '../../core/evolution/evidence.ts';
import { type GroupLevel, groupPool } from '../../core/evolution/groups.ts';
import { movement } from '../../core/evolution/movement.ts';
import { drawDataset, firstCandidates, nextCandidates } from '../../core/evolution/next-candidates.ts';
import { type Pool, pickRows } from '../../core/evolution/pool.ts';
import type { Work } from '../../core/evolution/products.ts';
import { fewestOnMap, layOut } from './layout.ts';
import { withoutNearDuplicates } from './near-duplicates.ts';

/** What is asked of the thread that fits. */
export interface FitTask {
  /** Embeddings of the pool, each row of length 1. */
  readonly pool: Pool;
  /** 1 for each text that may be proposed as a candidate. */
  readonly mayBePublished: Uint8Array;
  /** Oldest first; none before the first round. */
  readonly rounds: readonly RoundEvidence[];
  /** Candidates of the next round; 0 for none. */
  readonly candidates: number;
  /** Different texts of the dataset; 0 for none. */
  readonly dataset: number;
  /** Whether places on a map are wanted; only for some hundred texts. */
  readonly layout: boolean;
  /** Decides draws of texts and starting points, so that the same task gives the same result. */
  readonly seed: number;
}

/** Numbers of texts are rows of the task's pool. */
export interface FitResult {
  /** Texts that are left when near-duplicates are joined, ascending. */
  readonly kept: Int32Array;
  /** One weight for each kept text; they add up to 1. */
  readonly weights: Float64Array;
  /** Group of like texts of each kept text. */
  readonly groupOf: Int32Array;
  /** The text in the middle of each group; -1 for a group without texts. */
  readonly middleOf: Int32Array;
  /** Place of each kept text on a map (`layOut`); empty unless wanted. */
  readonly places: Float32Array;
  readonly elsewhere: number;
  readonly iterations: number;
  readonly misfit: number;
  readonly cells: number;
  /** How far the last round moved the fit, 0 to 1 (`movement`); null before the second round. */
  readonly moved: number | null;
  readonly candidates: Int32Array;
  readonly dataset: Int32Array;
  /** The dataset that the same rule draws without any vote, for comparison. */
  readonly datasetWithoutVotes: Int32Array;
}

/** Level of the groups that maps are drawn by: up to 64. */
const middleLevel = 2;

/**
 * Joins near-duplicates, fits the density to all rounds, and chooses texts by it. **For choosing and displaying only,
 * never for testing.**
 *
 * @param onCompared called with the number of texts that were compared with all before them
 * @throws {TooFewTexts} when the pool has fewer texts left than are asked for
 */
export async function fitPool(task: FitTask, work: Work, onCompared?: (texts: number) => void): Promise<FitResult> {
  const { rounds, dataset } = task;
  const kept = withoutNearDuplicates(task.pool.embeddings, task.pool.dimensions, onCompared);
  const open = kept.flatMap((row, text) => (task.mayBePublished[row] === 1 ? [text] : []));
  if (open.length < task.candidates) throw tooFew('candidates that may be published', task.candidates, open.length);
  if (kept.length < dataset) throw tooFew('texts of a dataset', dataset, kept.length);
  const pool = pickRows(task.pool, kept);
  const levels = await groupPool(pool, work);
  const density = rounds.length === 0 ? undefined : await fitDensity(pool, levels, rounds, work);
  const weights = density?.weights ?? uniformWeights(kept.length);
  const before = rounds.length < 2 ? undefined : await fitDensity(pool, levels, rounds.slice(0, -1), work);
  const { groupOf } = levels[Math.min(middleLevel, levels.length - 1)] as GroupLevel;

  const rowsOfTexts = (texts: Int32Array): Int32Array => texts.map((text) => kept[text] as number);
  const choose = async (from: readonly number[], count: number, rule: typeof nextCandidates): Promise<Int32Array> => {
    if (count === 0) return new Int32Array(0);
    const chosen = await rule(pickRows(pool, from), { weights: restricted(weights, from) }, count, work);
    return rowsOfTexts(chosen.map((at) => from[at] as number));
  };
  const all = [...kept.keys()];
  return {
    kept: Int32Array.from(kept),
    weights,
    groupOf,
    middleOf: middles(pool, groupOf).map((text) => (text < 0 ? -1 : (kept[text] as number))),
    places: task.layout && kept.length >= fewestOnMap ? layOut(pool, work.random) : new Float32Array(0),
    ...fitOf(density),
    moved: density && before ? movement(before.weights, density.weights) : null,
    candidates: await choose(open, task.candidates, density ? nextCandidates : anywhere),
    dataset: await choose(all, dataset, drawDataset),
    datasetWithoutVotes: await choose(all, dataset, anywhere),
  };
}

/** For each group the text nearest to the sum of its texts. */
function middles({ embeddings, dimensions }: Pool, groupOf: Int32Array): Int32Array {
  const groups = groupOf.reduce((most, group) => Math.max(most, group), 0) + 1;
  const sums = new Float64Array(groups * dimensions);
  groupOf.forEach((group, text) => {
    for (let j = 0; j < dimensions; j++) {
      const at = group * dimensions + j;
      sums[at] = (sums[at] as number) + (embeddings[text * dimensions + j] as number);
    }
  });
  const middle = new Int32Array(groups).fill(-1);
  const best = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
  groupOf.forEach((group, text) => {
    let product = 0;
    for (let j = 0; j < dimensions; j++) {
      product += (sums[group * dimensions + j] as number) * (embeddings[text * dimensions + j] as number);
    }
    if (product > (best[group] as number)) {
      best[group] = product;
      middle[group] = text;
    }
  });
  return middle;
}

/** The rule of a first round, for any weights. */
const anywhere: typeof nextCandidates = (pool, _density, count, work) => firstCandidates(pool, count, work);

const fitOf = (density: Density | undefined) => ({
  elsewhere: density?.elsewhere ?? 0,
  iterations: density?.fit.iterations ?? 0,
  misfit: density?.fit.misfit ?? 0,
  cells: density?.fit.cells ?? 0,
});

/** The weights of some texts, brought to a sum of 1. */
function restricted(weights: Float64Array, texts: readonly number[]): Float64Array {
  const sum = texts.reduce((total, text) => total + (weights[text] as number), 0);
  return Float64Array.from(texts, (text) => (weights[text] as number) / sum);
}

/** The pool has too few different texts for what is asked. */
export class TooFewTexts extends Error {
  override readonly name = 'TooFewTexts';
}

const tooFew = (what: string, asked: number, found: number): TooFewTexts =>
  new TooFewTexts(
    `${asked} ${what} were asked for, and the pool has ${found} that differ enough; add texts to it, or ask for fewer`,
  );
