import { soughtGroups } from './groups.ts';
import { drawsFor, iterationsOfCentres } from './k-means.ts';
import { type Pool, rowsOf } from './pool.ts';

/**
 * Multiply-adds of a fit and of the texts that are chosen by it, as they are reported to `Work.onPiece`: for a progress
 * bar. From the second round on the fit without the last round is made, too, because the stop rule compares the two.
 *
 * @param asked number of candidates of each round so far
 * @param chosen how many texts are chosen each time
 */
export function workOfFit(pool: Pool, asked: readonly number[], chosen: readonly number[]): number {
  const texts = rowsOf(pool);
  const centres = (number: number) => drawsFor(number) * iterationsOfCentres * number;
  const grouping = soughtGroups(texts).reduce((sum, groups) => sum + centres(groups) + texts * groups, 0);
  const all = asked.reduce((sum, candidates) => sum + candidates, 0);
  const fitting = texts * (asked.length > 1 ? 2 * all - (asked.at(-1) as number) : all);
  const choosing = chosen.reduce((sum, count) => sum + centres(count) + texts * count, 0);
  return pool.dimensions * (grouping + fitting + choosing);
}
