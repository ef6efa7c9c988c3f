import { z } from 'zod';
import { sha256Schema } from '../../core/ids.ts';
import { mostTexts } from '../../core/protocol/texts.ts';
import { previewSchema } from '../studies/preview-documents.ts';
import { studyFileSchema } from '../studies/study-file.ts';
import { approvedPoolSchema } from './approved-pool.ts';
import { runSettingsSchema, runStateSchema, runStepSchema } from './run-state.ts';

const name = previewSchema.shape.name;
const round = z.int().min(1);

/** A pool in short. */
export const poolSchema = z.strictObject({
  name,
  /** Names all that was sent; starting and proposing have to name it too. */
  sha256: sha256Schema,
  madeAt: z.iso.datetime(),
  texts: z.int(),
});

export const wholePoolSchema = poolSchema.extend({ approved: approvedPoolSchema });

/** The pool that somebody has seen. */
export const seenPoolSchema = z.strictObject({ sha256: sha256Schema });

export const proposalRequestSchema = seenPoolSchema.extend({
  /** As many as the last round had when it is left out. */
  candidates: z.int().min(1).max(mostTexts).optional(),
  /** Decides between texts that are as good, and nothing else. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});

/** What `donor next --json` says, of a pool that the server has. */
export const proposalSchema = z.strictObject({
  study: name,
  round,
  learnedFrom: z.array(z.strictObject({ round, reports: z.int() })),
  leftOut: z.array(z.strictObject({ number: round, reason: z.string() })),
  pool: z.strictObject({ texts: z.int(), different: z.int() }),
  /** Part of the fit that is like no text of the pool. */
  elsewhere: z.number(),
  moved: z.number().nullable(),
  /** Why no further round is worth its volunteers. */
  stop: z.string().nullable(),
  cohorts: z.array(z.int()).nullable(),
  /** What keeps the round from being published. */
  problems: z.array(z.string()),
  /** As it would stand in the study file. */
  entry: studyFileSchema.shape.rounds.element,
  candidates: z.array(
    z.strictObject({ text: z.string(), source: z.string(), before: z.array(round), why: z.string() }),
  ),
  map: z.array(z.strictObject({ like: z.string(), texts: z.int(), share: z.number(), candidates: z.int() })),
});

export const startSchema = z.strictObject({ ...seenPoolSchema.shape, settings: runSettingsSchema });

/** A run with every step that it has taken. */
export const runSchema = z.strictObject({
  name,
  phase: runStateSchema.shape.phase,
  pool: sha256Schema,
  settings: runSettingsSchema,
  /** What it does next: waits for a round to close, closes it, chooses texts, or opens a round. */
  next: z.enum(['wait', 'close', 'choose', 'open']),
  /** Rounds that it has opened, as they would stand in the study file, with their numbers. */
  opened: z.array(z.strictObject({ round, entry: studyFileSchema.shape.rounds.element })),
  steps: z.array(z.strictObject({ number: z.int(), at: z.iso.datetime(), step: runStepSchema })),
});
export type RunInShort = z.infer<typeof runSchema>;
