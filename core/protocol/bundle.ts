import { z } from 'zod';
import { signedRoundSchema } from './manifest.ts';
import { signedStudySchema } from './study.ts';

const counts = z.array(z.int().min(0));

/**
 * Everything that the results of a study were computed from, so that anybody can compute them again: signed documents,
 * texts, and the counts of each release. It holds no vote, no random bytes, and nothing that was not released.
 */
export const bundleSchema = z.strictObject({
  format: z.literal('data-donor/bundle/1'),
  /** Version of the program that wrote it. */
  program: z.string(),
  study: signedStudySchema,
  /** All rounds of its log, oldest first. */
  rounds: z.array(
    z.strictObject({
      signed: signedRoundSchema,
      texts: z.array(z.string()),
      releases: z.array(
        z.strictObject({
          reports: z.int().min(1),
          /** How many votes hold each id, in the order of the ids, "none" last. */
          supports: counts,
          /**
           * How many votes hold both of two ids, for the pairs (0, 1), (0, 2), …, (1, 2), … in this order; null where a
           * vote holds one id, or where pairs were not counted.
           */
          pairs: counts.nullable(),
        }),
      ),
    }),
  ),
});
export type Bundle = z.infer<typeof bundleSchema>;

/** Position of the pair of two different ids below k in `pairs`. */
export function pairPosition(u: number, v: number, k: number): number {
  const [low, high] = u < v ? [u, v] : [v, u];
  return low * k - (low * (low + 1)) / 2 + high - low - 1;
}
