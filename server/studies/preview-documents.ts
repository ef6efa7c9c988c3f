import { z } from 'zod';
import { sha256Schema, studyIdSchema } from '../../core/ids.ts';
import { study2Schema } from '../../core/protocol/study.ts';
import { writtenStudySchema } from './written-study.ts';

const name = study2Schema.shape.name;

/** A preview in short. */
export const previewSchema = z.strictObject({
  name,
  title: study2Schema.shape.title,
  /** Path of its pages; whoever knows it may look at them. */
  page: z.string(),
  /** Names all that was written; opening has to name it too. */
  sha256: sha256Schema,
  madeAt: z.iso.datetime(),
  /** What opens: a study that is new, or rounds of one that is open. */
  opens: z.enum(['study', 'rounds']),
  /** Number of its first round that is new, from 1. */
  firstRound: z.int().min(1),
});
export type PreviewInShort = z.infer<typeof previewSchema>;

export const previewListSchema = z.strictObject({ previews: z.array(previewSchema) });

/** A preview with all that was written. */
export const wholePreviewSchema = previewSchema.extend({
  written: writtenStudySchema,
  /** What has come up since that keeps it from being opened. */
  problems: z.array(z.object({ file: z.string(), field: z.string().optional(), message: z.string() })),
});
export type WholePreview = z.infer<typeof wholePreviewSchema>;

/** The preview that somebody has seen: what opens is this one, or nothing. */
export const seenPreviewSchema = z.strictObject({ sha256: sha256Schema });

export const embeddedSchema = z.strictObject({ embedded: z.int(), of: z.int() });

export const openedSchema = z.strictObject({
  study: studyIdSchema,
  name,
  /** Path of its public page. */
  page: z.string(),
  newRounds: z.int(),
});
