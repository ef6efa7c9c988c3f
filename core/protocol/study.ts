import { z } from 'zod';
import { realisedEpsilon } from '../privacy/subset-selection.ts';
import { sha256Schema } from './ids.ts';
import type { RoundManifest } from './manifest.ts';
import { publicKeySchema, signedSchema } from './signed.ts';

const paragraph = z.string().trim().min(1).max(4000);

/** Epsilon above which the sampler's integers would no longer fit (see core/privacy/subset-selection.ts). */
const largestEpsilon = 8;

/** One kind of question that the consent covers. A round is covered when it spends no more and offers no fewer texts. */
const questionSchema = z.strictObject({
  kind: z.enum(['candidates', 'fragments']),
  /** Fewest texts that such a round may offer: with more texts a vote is true less often, never more often. */
  fewestTexts: z.int().min(1).max(9_999),
  /** Largest epsilon that one report of such a round may spend. */
  epsilon: z.number().positive().max(largestEpsilon),
  minimumReports: z.int().min(50),
});

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
  /** What rounds may ask under this consent; the odds on the consent page come from here. */
  questions: z.array(questionSchema).min(1).max(20),
  cohorts: z.literal(1),
  participation: z.literal('open'),
});
export type Study = z.infer<typeof studySchema>;

export const signedStudySchema = signedSchema(studySchema);
export type SignedStudy = z.infer<typeof signedStudySchema>;

/** Whether the consent given to `study` covers `round` (P9). */
export const consentCovers = (study: Study, round: RoundManifest): boolean =>
  study.questions.some(
    (question) =>
      question.kind === round.kind &&
      round.texts.count >= question.fewestTexts &&
      realisedEpsilon(round.mechanism) <= question.epsilon &&
      round.release.minimumReports >= question.minimumReports,
  );
