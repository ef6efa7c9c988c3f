import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../ids.ts';
import { roundManifestSchema } from './manifest.ts';
import { mostReleases, study2Schema } from './study.ts';

/**
 * One line of a result: raw unbiased share with its simultaneous interval (all as fractions; the raw share may leave
 * 0..1).
 */
export const shareSchema = z.strictObject({
  index: z.int().min(0),
  /** Votes that hold this id, before anything is estimated. */
  support: z.int().min(0),
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
  /** For display alone: the share moved to where shares can be. It is biased; test, compare and average the raw one. */
  projected: z.number(),
});
export type Share = z.infer<typeof shareSchema>;

/**
 * The reports since the release before, beside all earlier ones: two groups of devices, none of which is in both. A
 * release holds the reports of all earlier ones, so that the published shares of two releases say less.
 */
export const changesSchema = z.strictObject({
  reportsBefore: z.int(),
  reportsSince: z.int(),
  /** "none" included, as the last index; in a prevalence poll only texts that enough reports of both answered for. */
  lines: z.array(
    z.strictObject({
      index: z.int().min(0),
      /** Unbiased shares of each group. */
      before: z.number(),
      since: z.number(),
      /** since - before, and its interval, which holds for all lines at once. */
      difference: z.number(),
      standardError: z.number(),
      low: z.number(),
      high: z.number(),
      /** P(so different or more, if both shares are equal), exact, for this line alone. */
      pValue: z.number(),
      /** After Holm over all lines. False reads "cannot be said to have changed". */
      significant: z.boolean(),
    }),
  ),
});
export type Changes = z.infer<typeof changesSchema>;

/** Only a rough size before the release: the largest of these that is not above the number of reports. */
export const coarseTotals = [0, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000] as const;

/** What anybody may read about a round: a coarse total while it is open, estimates of its last release (P11). */
export const roundResultsSchema = z.strictObject({
  study: studyIdSchema,
  round: roundIdSchema,
  /** A pilot's volunteers are simulated, and nobody uses a demo's results. */
  kind: study2Schema.shape.kind,
  manifest: roundManifestSchema,
  texts: z.array(z.string()),
  /** When the server deletes the single votes: at a time, never, or already done. */
  votes: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('kept') }),
    z.strictObject({ state: z.literal('kept-until'), time: z.iso.datetime() }),
    z.strictObject({ state: z.literal('deleted') }),
  ]),
  outcome: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('open'), coarseTotal: z.int() }),
    /** Closed with fewer reports than the manifest asks for: there will be no estimate. */
    z.strictObject({ state: z.literal('too-few'), minimumReports: z.int() }),
    /** Closed without a release: reports that arrived after the backup are lost. */
    z.strictObject({ state: z.literal('withheld'), reason: z.literal('restored-from-backup') }),
    z.strictObject({
      state: z.literal('released'),
      /** Reports at each release so far, in order; everything below is of the last one. */
      releases: z.array(z.int()).min(1).max(mostReleases),
      /** Releases that the manifest plans at most; the last of them is made when the round closes. */
      plannedReleases: z.int(),
      /** Whether another release may come, and until then only a rough number of reports. */
      next: z.discriminatedUnion('state', [
        z.strictObject({ state: z.literal('open'), coarseTotal: z.int() }),
        z.strictObject({ state: z.literal('closed') }),
        z.strictObject({ state: z.literal('withheld'), reason: z.literal('restored-from-backup') }),
      ]),
      reports: z.int(),
      /** Family-wise error of each kind of statement of this release: its part of the round's. */
      level: z.number(),
      localEpsilon: z.number(),
      central: z.strictObject({ epsilon: z.number(), delta: z.number(), method: z.string(), condition: z.string() }),
      /** One per text, in order; in a prevalence poll only of the texts that enough reports answered for. */
      shares: z.array(shareSchema),
      /** Share of "none"; null in a prevalence poll, which has no such answer. */
      none: shareSchema.nullable(),
      /**
       * The text with the largest estimated share, and those from which it can be told apart: what is said of its rank.
       * Null when fewer than two texts are estimated.
       */
      leader: z.strictObject({ index: z.int().min(0), apartFrom: z.array(z.int().min(0)) }).nullable(),
      /** How the volunteers since the release before differ from those who came earlier; null at the first release. */
      changes: changesSchema.nullable(),
      /** In a prevalence poll: how many reports answered for each text, in order. Null in other rounds. */
      asked: z.array(z.int()).nullable(),
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
