import { z } from 'zod';
import { sha256Schema, studyIdSchema } from '../ids.ts';
import { plainText } from './plain-text.ts';
import { publicKeySchema, signedSchema } from './signed.ts';
import { mostTexts } from './texts.ts';

const paragraph = plainText(z.string().trim().min(1).max(4000));

/** Most cohorts that a study may cut its volunteers into; a report reveals the cohort of its sender. */
export const mostCohorts = 5;

/** Some of a study's cohorts, by their numbers from 0. */
export const cohortNumbersSchema = z
  .array(
    z
      .int()
      .min(0)
      .max(mostCohorts - 1),
  )
  .min(1)
  .max(mostCohorts)
  .refine((cohorts) => cohorts.every((cohort, i) => i === 0 || cohort > (cohorts[i - 1] as number)), {
    message: 'expected different cohorts in ascending order',
  });

/** Most releases of estimates that a round may plan (P11). */
export const mostReleases = 5;

/** Largest epsilon of a report; up to here the sampler is exact for every number of texts. */
const epsilonSchema = z.number().min(0.1).max(8);

const fewestTexts = z.int().min(1).max(mostTexts);
export const recentDraftsSchema = z.int().min(1).max(500);
export const windowDaysSchema = z.int().min(1).max(30);
export const minimumReportsSchema = z.int().min(50).max(1_000_000);

/** A BCP 47 language tag in its usual form: language, and if need be script and region, such as `en` or `pt-BR`. */
export const languageTagSchema = z
  .string()
  .regex(
    /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/,
    'expected a language tag such as "en", "pt-BR" or "zh-Hant"',
  );

/** Words that a researcher writes for volunteers, and what every version of a study names. */
const described = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens'),
  title: plainText(z.string().trim().min(1).max(120)),
  summary: plainText(z.string().trim().min(1).max(600)),
  /** The researcher's own words; the extension adds the odds, the numbers and the promises by itself. */
  consent: z.array(paragraph).min(1).max(40),
  privacyPolicy: z.array(paragraph).min(1).max(40),
  controller: z.strictObject({
    name: plainText(z.string().trim().min(1).max(200)),
    contact: plainText(z.string().trim().min(3).max(200)),
  }),
  /** What can and what cannot be withdrawn. */
  withdrawal: paragraph,
  endsAt: z.iso.datetime(),
  publicKey: publicKeySchema,
  /** Embedding model that device and server must share, and the SHA-256 of its ONNX file. */
  model: z.strictObject({ id: plainText(z.string().min(1).max(100)), sha256: sha256Schema }),
  participation: z.literal('open'),
};

/** The first version. Its rounds are not bounded in the drafts that they look at, and release once. */
export const study1Schema = z.strictObject({
  format: z.literal('data-donor/study/1'),
  ...described,
  questions: z
    .array(
      z.strictObject({
        kind: z.enum(['candidates', 'fragments']),
        fewestTexts,
        epsilon: epsilonSchema,
        minimumReports: z.int().min(50),
      }),
    )
    .min(1)
    .max(20),
  cohorts: z.literal(1),
});

/** What rounds of one kind may ask under the consent, see `Question` in consent.ts. */
const question2Schema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('candidates'),
    answerRule: z.enum(['random-draft', 'closest']),
    fewestTexts,
    epsilon: epsilonSchema,
    recentDrafts: recentDraftsSchema,
  }),
  z.strictObject({
    kind: z.literal('fragments'),
    poll: z.enum(['which', 'prevalence']),
    fewestTexts,
    epsilon: epsilonSchema,
    windowDays: windowDaysSchema,
  }),
]);

/** Bounds of rounds that are not written yet: of the kinds that `questions` names, and of no other. */
export const laterRoundsSchema = z.strictObject({
  /** Fewest texts that such a round may offer. */
  fewestTexts,
  /** Largest epsilon that one report of such a round may spend. */
  epsilon: epsilonSchema,
  /** Most recent drafts that a candidate round may choose from. */
  recentDrafts: recentDraftsSchema,
  /** Most days back that a fragment poll may look. */
  windowDays: windowDaysSchema,
});

/** What one donation may cost a device. */
export const budgetsSchema = z.strictObject({
  /** Most rounds of this study that are answered in one donation. */
  rounds: z.int().min(1).max(20),
  /** Most bytes of texts and embeddings that are fetched in one donation. */
  bytes: z
    .int()
    .min(1024)
    .max(32 * 1024 * 1024),
  /** Least epsilon of a report: rounds below it would cost work and teach nothing. */
  leastEpsilon: epsilonSchema,
});

export const study2Schema = z.strictObject({
  format: z.literal('data-donor/study/2'),
  /** A pilot is simulated and joined by nobody; a demo is joined to try the extension, and its results mean nothing. */
  kind: z.enum(['real', 'pilot', 'demo']),
  ...described,
  /** Languages of its texts. */
  languages: z.array(languageTagSchema).min(1).max(20),
  /** What the rounds ask that were published with the study; the odds on the consent page come from here. */
  questions: z.array(question2Schema).min(1).max(20),
  laterRounds: laterRoundsSchema.nullable(),
  budgets: budgetsSchema,
  /** In how many equal parts the volunteers are cut; each device draws its own when it joins. */
  cohorts: z.int().min(1).max(mostCohorts),
  /** Most releases that a round may plan. */
  releases: z.int().min(1).max(mostReleases),
  /** Fewest new reports of each release. */
  minimumReports: minimumReportsSchema,
  /**
   * Votes and retry tags are deleted at the latest this many days after the study has ended, and counters stay; null
   * when the study does not say so.
   */
  retentionDays: z.int().min(0).max(3650).nullable(),
  /** The study that this one corrects; volunteers of that one are asked for consent again. */
  corrects: z
    .strictObject({
      study: studyIdSchema,
      /**
       * The earlier key's signature of this study's public key (its 32 bytes); null when the key is the same. Without
       * it nobody follows a study to another key.
       */
      keySignature: z
        .string()
        .regex(/^[A-Za-z0-9_-]{86}$/, 'expected a 64-byte Ed25519 signature in base64url')
        .nullable(),
    })
    .nullable(),
});

/**
 * What a volunteer consents to. Published once, signed, named by its hash; a change of any word, of epsilon or of scope
 * is another study document and asks for consent again (P9).
 */
export const studySchema = z.discriminatedUnion('format', [study1Schema, study2Schema]);
export type Study1 = z.infer<typeof study1Schema>;
export type Study2 = z.infer<typeof study2Schema>;
export type Study = z.infer<typeof studySchema>;

export const signedStudySchema = signedSchema(studySchema);
export type SignedStudy = z.infer<typeof signedStudySchema>;

export type StudyKind = Study2['kind'];

/** Studies of the first version did not say what they are. They count as real. */
export const kindOf = (study: Study): StudyKind => (study.format === 'data-donor/study/2' ? study.kind : 'real');

/** Languages of its texts; those of the first version are English, as their model is. */
export const languagesOf = (study: Study): readonly string[] =>
  study.format === 'data-donor/study/2' ? study.languages : ['en'];

export type Budgets = z.infer<typeof budgetsSchema>;

/** Budgets of a study that states none. */
export const defaultBudgets: Budgets = { rounds: 20, bytes: 32 * 1024 * 1024, leastEpsilon: 0.1 };

export const budgetsOf = (study: Study): Budgets =>
  study.format === 'data-donor/study/2' ? study.budgets : defaultBudgets;
