import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../ids.ts';
import { study2Schema } from './study.ts';

/** What a server has, in short: for lists, and to find a study or round by its name. */
export const overviewSchema = z.strictObject({
  studies: z.array(
    z.strictObject({
      study: studyIdSchema,
      name: study2Schema.shape.name,
      title: study2Schema.shape.title,
      kind: study2Schema.shape.kind,
      /** `ended`: by its researchers or because its time is over. */
      state: z.enum(['running', 'ended', 'withdrawn']),
      endsAt: z.iso.datetime(),
      rounds: z.array(
        z.strictObject({
          round: roundIdSchema,
          title: z.string(),
          kind: z.enum(['candidates', 'fragments']),
          state: z.enum(['open', 'closed']),
          opensAt: z.iso.datetime(),
          closesAt: z.iso.datetime(),
        }),
      ),
    }),
  ),
});
export type Overview = z.infer<typeof overviewSchema>;
export type StudyOverview = Overview['studies'][number];
