import { z } from 'zod';
import { sha256Schema } from '../ids.ts';
import {
  realisedEpsilon,
  type SubsetSelection,
  subsetSelection,
  supportProbabilities,
} from '../privacy/subset-selection.ts';
import type { RoundManifest } from './manifest.ts';
import { publicKeySchema, signedSchema } from './signed.ts';
import { mostTexts } from './texts.ts';

const paragraph = z.string().trim().min(1).max(4000);

/** One kind of question that the consent covers (see `questionCovers`). */
const questionSchema = z.strictObject({
  kind: z.enum(['candidates', 'fragments']),
  /** Fewest texts that such a round may offer. */
  fewestTexts: z.int().min(1).max(mostTexts),
  /**
   * Largest epsilon that one report of such a round may spend; up to 8 the sampler is exact for every number of texts.
   */
  epsilon: z.number().min(0.1).max(8),
  minimumReports: z.int().min(50),
});
export type Question = z.infer<typeof questionSchema>;

/**
 * What a volunteer consents to. Published once, signed, named by its hash; a change of any word, of epsilon or of scope
 * is another study document and asks for consent again (P9).
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

/** Largest probability that a vote of such a question holds the true answer: the odds that the consent page states. */
export const consentedOdds = ({ fewestTexts, epsilon }: Pick<Question, 'fewestTexts' | 'epsilon'>): number =>
  supportProbabilities(subsetSelection(fewestTexts + 1, epsilon)).p;

/** What a round asks, as consent is held against it. */
export interface Asked {
  readonly kind: Question['kind'];
  readonly textCount: number;
  readonly mechanism: SubsetSelection;
  readonly minimumReports: number;
}

/**
 * Whether consent to `question` is consent to what a round asks: it spends no more, offers no fewer texts, waits for no
 * fewer reports, and its votes are true no more often. The last does not follow from the others: a mechanism with
 * larger subsets, whether a server chose it freely or the optimum has grown with the number of texts, holds the true
 * answer more often at the same epsilon.
 */
export const questionCovers = (question: Question, asked: Asked): boolean =>
  question.kind === asked.kind &&
  asked.textCount >= question.fewestTexts &&
  realisedEpsilon(asked.mechanism) <= question.epsilon &&
  supportProbabilities(asked.mechanism).p <= consentedOdds(question) &&
  asked.minimumReports >= question.minimumReports;

/** Whether the consent given to `study` covers `round` (P9). */
export function consentCovers(study: Study, { kind, texts, mechanism, release }: RoundManifest): boolean {
  const asked = { kind, textCount: texts.count, mechanism, minimumReports: release.minimumReports };
  return study.questions.some((question) => questionCovers(question, asked));
}
