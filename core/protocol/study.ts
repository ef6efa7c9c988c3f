import { z } from 'zod';
import { sha256Schema } from './ids.ts';
import { publicKeySchema, signedSchema } from './signed.ts';

const paragraph = z.string().trim().min(1).max(4000);

/** Epsilon above which the sampler's integers would no longer fit (see core/privacy/subset-selection.ts). */
const largestEpsilon = 8;

/**
 * What a volunteer consents to. Published once, signed, named by its hash; a change of any word, of epsilon or of scope is
 * another study document and asks for consent again (P9).
 */
export const studySchema = z.strictObject({
  format: z.literal('data-donor/study/1'),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens'),
  title: z.string().trim().min(1).max(120),
  summary: z.string().trim().min(1).max(600),
  /** The researcher's own words; the extension adds the odds, the numbers and the promises by itself. */
  consent: z.array(paragraph).min(1).max(40),
  privacyPolicy: z.array(paragraph).min(1).max(40),
  controller: z.strictObject({ name: z.string().trim().min(1).max(200), contact: z.string().trim().min(3).max(200) }),
  /** What can and what cannot be withdrawn. */
  withdrawal: paragraph,
  endsAt: z.iso.datetime(),
  publicKey: publicKeySchema,
  /** Embedding model that device and server must share, and the SHA-256 of its ONNX file. */
  model: z.strictObject({ id: z.string().min(1).max(100), sha256: sha256Schema }),
  /** No round of this study may spend more than this in one report. */
  maximumEpsilon: z.number().positive().max(largestEpsilon),
  cohorts: z.literal(1),
  participation: z.literal('open'),
});
export type Study = z.infer<typeof studySchema>;

export const signedStudySchema = signedSchema(studySchema);
export type SignedStudy = z.infer<typeof signedStudySchema>;
