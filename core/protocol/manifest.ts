import { z } from 'zod';
import { roundIdSchema, sha256Schema, studyIdSchema } from '../ids.ts';
import { subsetSelectionSchema } from '../privacy/subset-selection.ts';
import { signedSchema } from './signed.ts';
import { mostTexts } from './texts.ts';

/** Longest log of a study that anybody reads. */
const mostRounds = 10_000;

/** The texts of a round: a batch (see core/protocol/texts.ts) named by its content hash. */
const textsReference = z.strictObject({ sha256: sha256Schema, count: z.int().min(1).max(mostTexts) });

/** Int8 embeddings of the same texts, in the same order (see core/embedding/batch.ts). */
const embeddingsReference = z.strictObject({ sha256: sha256Schema, dimensions: z.int().min(1).max(4096) });

/**
 * When estimates may be published (P11). The only plan so far is one release, when the round closes, and only if at
 * least `minimumReports` reports arrived.
 */
const releasePlanSchema = z.strictObject({
  plan: z.literal('at-close'),
  minimumReports: z.int().min(50).max(1_000_000),
});

const shared = {
  format: z.literal('data-donor/round/1'),
  study: studyIdSchema,
  /** Position in the study's log, from 0; `previous` is the round before it. Together they chain the log (P9). */
  sequence: z.int().min(0),
  previous: roundIdSchema.nullable(),
  title: z.string().trim().min(1).max(200),
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
  mechanism: subsetSelectionSchema,
  release: releasePlanSchema,
  texts: textsReference,
};

const candidateRound = z.strictObject({
  ...shared,
  kind: z.literal('candidates'),
  embeddings: embeddingsReference,
  /** One draft, drawn uniformly from the `recentDrafts` most recent ones, votes for its nearest candidate. */
  answerRule: z.literal('random-draft'),
  recentDrafts: z.int().min(1).max(500),
  /** Cosine below which the answer is "none". */
  minSimilarity: z.number().min(0).max(1),
});

const fragmentPoll = z.strictObject({
  ...shared,
  kind: z.literal('fragments'),
  /** One of the fragments seen, drawn uniformly; "none" when none was seen. */
  poll: z.literal('which'),
  /** Drafts older than this are not looked at. */
  windowDays: z.int().min(1).max(30),
});

/**
 * One question of a study; immutable, named by the hash of this document. The answer "none" is the id `texts.count`.
 */
export const roundManifestSchema = z
  .discriminatedUnion('kind', [candidateRound, fragmentPoll])
  .refine((m) => m.mechanism.domainSize === m.texts.count + 1, {
    path: ['mechanism', 'domainSize'],
    message: 'expected texts.count + 1 (the texts and "none")',
  })
  .refine((m) => (m.sequence === 0) === (m.previous === null), {
    path: ['previous'],
    message: 'expected null for the first round and a round id for every later one',
  })
  .refine((m) => m.opensAt < m.closesAt, { path: ['closesAt'], message: 'expected a time after opensAt' });
export type RoundManifest = z.infer<typeof roundManifestSchema>;
export type CandidateRound = z.infer<typeof candidateRound>;
export type FragmentPoll = z.infer<typeof fragmentPoll>;

export const signedRoundSchema = signedSchema(roundManifestSchema);
export type SignedRound = z.infer<typeof signedRoundSchema>;

/**
 * The rounds of a study, oldest first: the whole log, so that the device can check the chain. `closed` is the server's
 * hint that it takes no more reports; it is outside the signature because a round may close before `closesAt`.
 */
export const roundLogSchema = z.strictObject({
  rounds: z.array(z.strictObject({ signed: signedRoundSchema, closed: z.boolean() })).max(mostRounds),
});
export type RoundLog = z.infer<typeof roundLogSchema>;
