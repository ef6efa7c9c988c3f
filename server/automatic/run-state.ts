import { z } from 'zod';
import { roundIdSchema, sha256Schema } from '../../core/ids.ts';
import { coarseTotals } from '../../core/protocol/results.ts';
import { mostTexts, textsSchema } from '../../core/protocol/texts.ts';
import { studyFileSchema } from '../studies/study-file.ts';

/** Limits of reports are values of the coarse total, because nothing finer is public while a round is open (P11). */
export const reportLimits = coarseTotals.filter((total) => total >= 50);

/** How many rounds follow by themselves, and when each of them closes: at the first of its limits. */
export const runSettingsSchema = z
  .strictObject({
    rounds: z.int().min(1).max(20),
    /** Each round closes so long after it opened. It stands in its signed manifest. */
    hours: z.number().positive().max(8784).optional(),
    /** Each round closes when its public coarse total says this number. */
    reports: z
      .int()
      .refine((reports) => reportLimits.some((total) => total === reports), {
        error: `expected one of ${reportLimits.join(', ')}, the steps of the public total`,
      })
      .optional(),
    /** Candidates of each round; as many as the last round had when it is left out. */
    candidates: z.int().min(1).max(mostTexts).optional(),
  })
  .refine(({ hours, reports }) => hours !== undefined || reports !== undefined, {
    path: ['hours'],
    error: 'expected a limit for each round: hours, reports or both',
  });
export type RunSettings = z.infer<typeof runSettingsSchema>;

/** Why a run has stopped. */
export const stopCodes = [
  'rounds-done',
  'settled',
  'volunteers-spent',
  'too-few-reports',
  'pool-exhausted',
  'pool-missing',
  'pool-changed',
  'not-approved',
  'not-covered',
  'model-missing',
  'log-changed',
  'study-ended',
  'study-withdrawn',
  'stopped-by-hand',
] as const;
export type StopCode = (typeof stopCodes)[number];

/** What a run does next. */
const nextSchema = z.discriminatedUnion('do', [
  /** Waits until no candidate round is open. */
  z.strictObject({ do: z.literal('wait') }),
  /** Closes a round that has reached its number of reports. */
  z.strictObject({ do: z.literal('close'), round: roundIdSchema }),
  /** Chooses the texts of the next round. */
  z.strictObject({ do: z.literal('choose') }),
  /** Opens a round with these texts. */
  z.strictObject({ do: z.literal('open'), texts: textsSchema }),
]);

/** All that a run knows between two steps. */
export const runStateSchema = z.strictObject({
  phase: z.enum(['running', 'paused', 'stopped']),
  /** Hash of the pool that a person has approved. */
  pool: sha256Schema,
  settings: runSettingsSchema,
  /** Rounds that it has opened, as they would stand in the study file. */
  opened: z.array(studyFileSchema.shape.rounds.element),
  next: nextSchema,
});
export type RunState = z.infer<typeof runStateSchema>;

const round = z.int().min(1);

/** A step of a run, for researchers to read. It holds nothing that is not public at that moment. */
export const runStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), pool: sha256Schema, texts: z.int(), settings: runSettingsSchema }),
  z.strictObject({ kind: z.literal('paused') }),
  z.strictObject({ kind: z.literal('resumed') }),
  z.strictObject({ kind: z.literal('limit-reached'), round, coarseTotal: z.int() }),
  z.strictObject({ kind: z.literal('closed'), round }),
  z.strictObject({
    kind: z.literal('chosen'),
    round,
    learnedFrom: z.array(z.strictObject({ round, reports: z.int() })),
    /** How far the last round moved the fit, 0 to 1; null before the second. */
    moved: z.number().nullable(),
    candidates: z.array(
      z.strictObject({ text: z.string(), source: z.string(), before: z.array(round), why: z.string() }),
    ),
  }),
  z.strictObject({
    kind: z.literal('opened'),
    round,
    id: roundIdSchema,
    closesAt: z.iso.datetime(),
    cohorts: z.array(z.int()),
  }),
  z.strictObject({ kind: z.literal('stopped'), code: z.enum(stopCodes), reason: z.string() }),
]);
export type RunStep = z.infer<typeof runStepSchema>;
