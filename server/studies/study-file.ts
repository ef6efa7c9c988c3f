import { z } from 'zod';
import { plainText } from '../../core/protocol/plain-text.ts';
import {
  budgetsSchema,
  cohortNumbersSchema,
  laterRoundsSchema,
  mostReleases,
  recentDraftsSchema,
  study2Schema,
  windowDaysSchema,
} from '../../core/protocol/study.ts';

const round = {
  title: plainText(z.string().trim().min(1).max(200)),
  /** File in the same folder: one text a line; blank lines and lines that start with "#" are ignored. */
  texts: z.string().regex(/^[^/\\]+$/, 'expected the name of a file in the folder of the study file'),
  epsilon: z
    .number()
    .min(0.1, 'expected at least 0.1; below it no number of volunteers is enough')
    .max(8, 'expected at most 8, where the exact sampler ends; volunteers who keep their caps answer up to 4'),
  minimumReports: z.int().min(50).max(1_000_000).default(200),
  /** How often estimates are released, the last time at the close; each time from `minimumReports` new reports on. */
  releases: z.int().min(1).max(mostReleases).default(1),
  closesAt: z.iso.datetime('expected a UTC time such as 2027-06-30T00:00:00Z').optional(),
  /** Whose devices answer, by the numbers of their cohorts from 0; all of them when it is left out. */
  cohorts: cohortNumbersSchema.optional(),
};

const candidateRound = z.strictObject({
  kind: z.literal('candidates'),
  ...round,
  answerRule: z.enum(['random-draft', 'closest']).default('random-draft'),
  minSimilarity: z.number().min(0).max(1),
  recentDrafts: recentDraftsSchema.default(20),
});

const fragmentPoll = z.strictObject({
  kind: z.literal('fragments'),
  ...round,
  /** `prevalence` asks each device about one fragment that it draws: yes or no. */
  poll: z.enum(['which', 'prevalence']).default('which'),
  windowDays: windowDaysSchema.default(30),
});

/** What a researcher writes: `study.yaml`. Model, key and opening times are filled in when it is published. */
export const studyFileSchema = study2Schema
  .pick({
    kind: true,
    name: true,
    title: true,
    summary: true,
    consent: true,
    privacyPolicy: true,
    controller: true,
    withdrawal: true,
    languages: true,
    cohorts: true,
  })
  .extend({
    kind: study2Schema.shape.kind.default('real'),
    languages: study2Schema.shape.languages.default(['en']),
    cohorts: study2Schema.shape.cohorts.default(1),
    /** Name of a published study that this one takes the place of; its volunteers are asked for consent again. */
    corrects: study2Schema.shape.name.nullable().default(null),
    /** Bounds of rounds that are added after publishing; without it they stay within those of the first rounds. */
    laterRounds: laterRoundsSchema.nullable().default(null),
    budgets: z
      .strictObject({
        rounds: budgetsSchema.shape.rounds.default(5),
        bytes: budgetsSchema.shape.bytes.default(8 * 1024 * 1024),
        leastEpsilon: budgetsSchema.shape.leastEpsilon.default(0.1),
      })
      .prefault({}),
    /** Most releases that a round may plan, later ones included; without it as many as its first rounds plan. */
    releases: z.int().min(1).max(mostReleases).optional(),
    /** Days after the end of the study until its votes are deleted, or null to keep them; 30 when it is left out. */
    retentionDays: study2Schema.shape.retentionDays.optional(),
    endsAt: z.iso.datetime('expected a UTC time such as 2027-12-31T00:00:00Z'),
    rounds: z
      .array(z.discriminatedUnion('kind', [candidateRound, fragmentPoll]))
      .min(1)
      .max(100),
  });
export type StudyFile = z.infer<typeof studyFileSchema>;
export type RoundEntry = StudyFile['rounds'][number];
