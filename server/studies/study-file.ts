import { z } from 'zod';
import { studySchema } from '../../core/protocol/study.ts';

const round = {
  title: z.string().trim().min(1).max(200),
  /** File in the same folder: one text a line; blank lines and lines that start with "#" are ignored. */
  texts: z.string().regex(/^[^/\\]+$/, 'expected the name of a file in the folder of the study file'),
  epsilon: z
    .number()
    .min(0.1, 'expected at least 0.1; below it no number of volunteers is enough')
    .max(8, 'expected at most 8, where the exact sampler ends; volunteers who keep their caps answer up to 4'),
  minimumReports: z.int().min(50).max(1_000_000).default(200),
  closesAt: z.iso.datetime('expected a UTC time such as 2027-06-30T00:00:00Z').optional(),
};

const candidateRound = z.strictObject({
  kind: z.literal('candidates'),
  ...round,
  minSimilarity: z.number().min(0).max(1),
  recentDrafts: z.int().min(1).max(500).default(20),
});

const fragmentPoll = z.strictObject({
  kind: z.literal('fragments'),
  ...round,
  windowDays: z.int().min(1).max(30).default(30),
});

/** What a researcher writes: `study.yaml`. Model, key and opening times are filled in when it is published. */
export const studyFileSchema = studySchema
  .pick({
    name: true,
    title: true,
    summary: true,
    consent: true,
    privacyPolicy: true,
    controller: true,
    withdrawal: true,
  })
  .extend({
    endsAt: z.iso.datetime('expected a UTC time such as 2027-12-31T00:00:00Z'),
    rounds: z
      .array(z.discriminatedUnion('kind', [candidateRound, fragmentPoll]))
      .min(1)
      .max(100),
  });
export type StudyFile = z.infer<typeof studyFileSchema>;
export type RoundEntry = StudyFile['rounds'][number];
