import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../ids.ts';
import { roundManifestSchema } from './manifest.ts';
import { study2Schema } from './study.ts';

/**
 * One line of a result: raw unbiased share with its simultaneous interval (all as fractions; the raw share may leave
 * 0..1).
 */
export const shareSchema = z.strictObject({
  index: z.int().min(0),
  share: z.number(),
  standardError: z.number(),
  low: z.number(),
  high: z.number(),
  /**
   * P(at least this much support if nobody holds this value), exact, for this line alone; `significant` is after Holm
   * over all lines.
   */
  pValue: z.number(),
  /** False reads "cannot be told from zero". */
  significant: z.boolean(),
  rankLow: z.int(),
  rankHigh: z.int(),
});
export type Share = z.infer<typeof shareSchema>;

/** Only a rough size before the release: the largest of these that is not above the number of reports. */
export const coarseTotals = [0, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000] as const;

/** What anybody may read about a round: a coarse total while it is open, estimates once it is released (P11). */
export const roundResultsSchema = z.strictObject({
  study: studyIdSchema,
  round: roundIdSchema,
  /** A pilot's volunteers are simulated, and nobody uses a demo's results. */
  kind: study2Schema.shape.kind,
  manifest: roundManifestSchema,
  texts: z.array(z.string()),
  outcome: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('open'), coarseTotal: z.int() }),
    /** Closed with fewer reports than the manifest asks for: there will be no estimate. */
    z.strictObject({ state: z.literal('too-few'), minimumReports: z.int() }),
    /** Closed without a release: reports that arrived after the backup are lost. */
    z.strictObject({ state: z.literal('withheld'), reason: z.literal('restored-from-backup') }),
    z.strictObject({
      state: z.literal('released'),
      reports: z.int(),
      level: z.number(),
      localEpsilon: z.number(),
      central: z.strictObject({ epsilon: z.number(), delta: z.number(), method: z.string(), condition: z.string() }),
      /** One per text, in order. */
      shares: z.array(shareSchema),
      none: shareSchema,
      /** Votes by which one crafted report can move one share. */
      leverage: z.number(),
      /** "open": anybody with the link may take part, and a person with two browsers may vote twice. */
      participation: z.literal('open'),
    }),
  ]),
  /** Newest round of the study's log: compare it with others to notice a private history (P9). */
  logHead: roundIdSchema,
});
export type RoundResults = z.infer<typeof roundResultsSchema>;
