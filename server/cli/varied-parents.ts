import { variationWeights } from '../../core/evolution/next-candidates.ts';
import { systematicDraws } from '../../core/evolution/systematic-draws.ts';
import { fitStudy } from '../evolution/fit-study.ts';
import type { PoolText, StudyPool } from '../evolution/pool.ts';
import type { VariationProvider } from '../evolution/variations.ts';
import { parentsLeft } from '../evolution/vary-pool.ts';
import { secureRandom } from '../secure-random.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { BadInput } from './bad-input.ts';
import { atPlace, type PlaceOptions } from './place.ts';
import { withProgress } from './progress.ts';
import { embedderOnDemand, publishedStudy } from './study-at-place.ts';

interface Choice extends PlaceOptions {
  readonly parents?: number;
  readonly learned?: boolean;
  readonly signal: AbortSignal;
}

/** Texts that are varied after a round, unless a number is named. */
const usualLearned = 600;

/**
 * Texts that may go where this provider sends them and that it has not varied yet since the last round; and how many
 * rounds had closed.
 */
export async function chosenParents(
  path: string,
  folder: StudyFolder,
  pool: StudyPool,
  provider: VariationProvider,
  choice: Choice,
): Promise<{ readonly parents: readonly PoolText[]; readonly round: number }> {
  const isRemote = provider.preview([], 0).recipient !== undefined;
  const mayVary = ({ declared }: PoolText) => !(isRemote && declared === 'private');
  if (!pool.texts.some(mayVary)) {
    throw new BadInput('every text of the pool is declared private, and those never leave this machine');
  }
  if (!choice.learned) {
    // Variations of variations wander off, unless votes have led there.
    const written = pool.texts.filter((text) => mayVary(text) && text.origin.kind === 'written');
    return { parents: await parentsLeft(path, written.slice(0, choice.parents), provider, 0), round: 0 };
  }
  const { weights, round } = await learnedWeights(path, folder, pool, choice);
  const aimed = variationWeights(weights.map((weight, row) => (mayVary(pool.texts[row] as PoolText) ? weight : 0)));
  const drawn = new Set(systematicDraws(aimed, choice.parents ?? usualLearned, secureRandom()));
  const texts = [...drawn].map((row) => pool.texts[row] as PoolText);
  return { parents: await parentsLeft(path, texts, provider, round), round };
}

/** The fitted density of each text of the pool, and the number of rounds that it is fitted to. */
async function learnedWeights(path: string, folder: StudyFolder, pool: StudyPool, { signal, ...options }: Choice) {
  const embedder = embedderOnDemand();
  const fitted = await withProgress('', (onProgress) =>
    atPlace(options, async (place) =>
      fitStudy(path, folder, await publishedStudy(place, folder.study.name), () => ({ candidates: 0, dataset: 0 }), {
        loadEmbedder: embedder.load,
        signal,
        seed: 1,
        onProgress: (what, done, of) => onProgress(done, of, what),
      }),
    ),
  ).finally(embedder.dispose);
  const round = fitted.so.known.length;
  if (round === 0) throw new BadInput('--learned: no candidate round has closed with a release yet; leave it out');
  return { weights: Float64Array.from(pool.texts, (_text, row) => fitted.weightOf(row)), round };
}
