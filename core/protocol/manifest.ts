import { z } from 'zod';
import { roundIdSchema, sha256Schema, studyIdSchema } from '../ids.ts';
import { subsetSelectionSchema } from '../privacy/subset-selection.ts';
import { plainText } from './plain-text.ts';
import { signedSchema } from './signed.ts';
import {
  cohortNumbersSchema,
  minimumReportsSchema,
  mostReleases,
  recentDraftsSchema,
  windowDaysSchema,
} from './study.ts';
import { mostTexts } from './texts.ts';

/** Longest log of a study that anybody reads. */
const mostRounds = 10_000;

/** The texts of a round: a batch (see core/protocol/texts.ts) named by its content hash. */
const textsReference = z.strictObject({ sha256: sha256Schema, count: z.int().min(1).max(mostTexts) });

/** Int8 embeddings of the same texts, in the same order (see core/embedding/batch.ts). */
const embeddingsReference = z.strictObject({ sha256: sha256Schema, dimensions: z.int().min(1).max(4096) });

const placed = {
  study: studyIdSchema,
  /** Position in the study's log, from 0; `previous` is the round before it. Together they chain the log (P9). */
  sequence: z.int().min(0),
  previous: roundIdSchema.nullable(),
  title: plainText(z.string().trim().min(1).max(200)),
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
  mechanism: subsetSelectionSchema,
  texts: textsReference,
};

const candidateFields = {
  kind: z.literal('candidates'),
  embeddings: embeddingsReference,
  recentDrafts: recentDraftsSchema,
  /** Cosine below which the answer is "none". */
  minSimilarity: z.number().min(0).max(1),
};
/** One draft, drawn uniformly from the `recentDrafts` most recent ones, votes for its nearest candidate. */
const randomDraft = z.literal('random-draft');

const fragmentFields = {
  kind: z.literal('fragments'),
  /** Drafts older than this are not looked at. */
  windowDays: windowDaysSchema,
};
/** One of the fragments seen, drawn uniformly; "none" when none was seen. */
const whichPoll = z.literal('which');

const placed1 = {
  format: z.literal('data-donor/round/1'),
  ...placed,
  /** The only plan of the first version: one release, at the close, from `minimumReports` reports on. */
  release: z.strictObject({ plan: z.literal('at-close'), minimumReports: minimumReportsSchema }),
};
const round1Schema = z.discriminatedUnion('kind', [
  z.strictObject({ ...placed1, ...candidateFields, answerRule: randomDraft }),
  z.strictObject({ ...placed1, ...fragmentFields, poll: whichPoll }),
]);

const placed2 = {
  format: z.literal('data-donor/round/2'),
  ...placed,
  /**
   * When estimates may be published (P11): at most `releases` times, the last time when the round closes, and each time
   * only with at least `minimumReports` new reports. The error rate is split over the releases.
   */
  release: z.strictObject({ releases: z.int().min(1).max(mostReleases), minimumReports: minimumReportsSchema }),
  /** Whose devices answer, by the numbers of their cohorts from 0, ascending; all cohorts fetch the same. */
  cohorts: cohortNumbersSchema,
};
const round2Schema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...placed2,
    ...candidateFields,
    /** `closest`: of all pairs of a recent draft and a candidate the one that is most alike decides. */
    answerRule: z.enum(['random-draft', 'closest']),
  }),
  z.strictObject({
    ...placed2,
    ...fragmentFields,
    /**
     * `prevalence`: the device draws one fragment, whatever it has seen, and answers yes or no for it; then the
     * mechanism is over two answers, 0 for no and 1 for yes.
     */
    poll: z.enum(['which', 'prevalence']),
  }),
]);

type AnyRound = z.infer<typeof round1Schema> | z.infer<typeof round2Schema>;

const answersOf = (round: AnyRound): number =>
  round.kind === 'fragments' && round.poll === 'prevalence' ? 2 : round.texts.count + 1;

/**
 * One question of a study; immutable, named by the hash of this document. The answer "none" is the id `texts.count`.
 */
export const roundManifestSchema = z
  .discriminatedUnion('format', [round1Schema, round2Schema])
  .refine((m) => m.mechanism.domainSize === answersOf(m), {
    path: ['mechanism', 'domainSize'],
    message: 'expected texts.count + 1 (the texts and "none"), or 2 in a prevalence poll ("no" and "yes")',
  })
  .refine((m) => (m.sequence === 0) === (m.previous === null), {
    path: ['previous'],
    message: 'expected null for the first round and a round id for every later one',
  })
  .refine((m) => m.opensAt < m.closesAt, { path: ['closesAt'], message: 'expected a time after opensAt' });
export type RoundManifest = z.infer<typeof roundManifestSchema>;
export type CandidateRound = Extract<RoundManifest, { kind: 'candidates' }>;
export type FragmentPoll = Extract<RoundManifest, { kind: 'fragments' }>;

/** When estimates of a round may be published; rounds of the first version release once. */
export const releasePlanOf = (round: RoundManifest): { readonly releases: number; readonly minimumReports: number } =>
  round.format === 'data-donor/round/1' ? { releases: 1, minimumReports: round.release.minimumReports } : round.release;

/** Cohorts that a round addresses; studies of the first version have only one. */
export const cohortsOf = (round: RoundManifest): readonly number[] =>
  round.format === 'data-donor/round/1' ? [0] : round.cohorts;

export const signedRoundSchema = signedSchema(roundManifestSchema);
export type SignedRound = z.infer<typeof signedRoundSchema>;

/**
 * The rounds of a study, oldest first: the whole log, so that the device can check the chain. `closed` is the server's
 * hint that it takes no more reports; it is outside the signature because a round may close before `closesAt`.
 * `correctedBy` names the study that corrects this one; a device believes it only after it has checked that study.
 */
export const roundLogSchema = z.strictObject({
  rounds: z.array(z.strictObject({ signed: signedRoundSchema, closed: z.boolean() })).max(mostRounds),
  correctedBy: studyIdSchema.optional(),
});
export type RoundLog = z.infer<typeof roundLogSchema>;
