import { densityCentres } from './k-means.ts';
import { nearestRows } from './nearest-rows.ts';
import { type Pool, rowsOf } from './pool.ts';
import type { Work } from './products.ts';

const groupsOfLevels = [1, 16, 64, 256];

/** One way to cut the pool into groups of like texts. */
export interface GroupLevel {
  /** For each text its group. */
  readonly groupOf: Int32Array;
  /** Number of texts of each group; 0 for one that no text joined. */
  readonly sizes: Int32Array;
}

/**
 * Cuts the pool four times, from one group of all texts to 256 fine ones (never more than a quarter of the texts).
 * Coarse groups carry the diffuse part of a density, fine ones its peaks. Once for a pool, and again when it grows.
 */
export async function groupPool(pool: Pool, work: Work): Promise<GroupLevel[]> {
  const texts = rowsOf(pool);
  const everywhere = new Float64Array(texts).fill(1 / texts);
  const levels: GroupLevel[] = [];
  for (const wanted of groupsOfLevels) {
    const groups = groupsOfLevel(wanted, texts);
    const groupOf =
      groups === 1
        ? new Int32Array(texts)
        : (await nearestRows(pool, await densityCentres(pool, everywhere, groups, work), work)).rows;
    const sizes = new Int32Array(groups);
    for (const group of groupOf) sizes[group] = (sizes[group] as number) + 1;
    levels.push({ groupOf, sizes });
  }
  return levels;
}

const groupsOfLevel = (wanted: number, texts: number): number => Math.max(1, Math.min(wanted, Math.floor(texts / 4)));

/** Groups that k-means looks for in a pool of so many texts; one group needs no looking. */
export const soughtGroups = (texts: number): number[] =>
  groupsOfLevels.map((wanted) => groupsOfLevel(wanted, texts)).filter((groups) => groups > 1);
