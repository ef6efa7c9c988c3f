import { z } from 'zod';

/** Lower-case hexadecimal SHA-256 of some bytes; names everything that is immutable: studies, rounds and batches. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits (a SHA-256)')
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof sha256Schema>;

/** A study is named by the SHA-256 of its canonical study document. */
export const studyIdSchema = sha256Schema.brand<'StudyId'>();
export type StudyId = z.infer<typeof studyIdSchema>;

/** A round is named by the SHA-256 of its canonical manifest. */
export const roundIdSchema = sha256Schema.brand<'RoundId'>();
export type RoundId = z.infer<typeof roundIdSchema>;
