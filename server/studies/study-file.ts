import { z } from 'zod';
import { models } from '../../core/embedding/model.ts';
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
import { fileName, fileNameExpected, note, textColumnSchema } from './field-note.ts';
import { poolSchema, slotsSchema } from './pool-fields.ts';

const described = study2Schema.shape;
const laterRounds = laterRoundsSchema.shape;

const round = {
  title: plainText(z.string().trim().min(1).max(200)).meta(
    note('The question, as volunteers and readers of the results see it.', 'Which message is most like yours?'),
  ),
  texts: z
    .string()
    .regex(fileName, fileNameExpected)
    .meta(
      note(
        'File in this folder with the texts: .txt (one a line; a line that begins with "#" is a comment, and "\\#" begins a text with that sign), .csv or .tsv (with a header), or .jsonl (one JSON object or string a line).',
        'candidates.txt',
      ),
    ),
  textColumn: textColumnSchema,
  epsilon: z
    .number()
    .min(0.1, 'expected at least 0.1; below it no number of volunteers is enough')
    .max(8, 'expected at most 8, where the exact sampler ends; volunteers who keep their caps answer up to 4')
    .meta(
      note(
        'Privacy loss of one report. Smaller protects more and needs more volunteers. Volunteers who keep the default caps answer up to 4 a report, and 8 in 30 days over all studies.',
        '4',
      ),
    ),
  minimumReports: z
    .int()
    .min(50)
    .max(1_000_000)
    .default(200)
    .meta(note('Fewest new reports from which estimates are released.', '200')),
  releases: z
    .int()
    .min(1)
    .max(mostReleases)
    .default(1)
    .meta(
      note(
        'How often estimates are released: each time after minimumReports new reports, the last time at the close. The error rate is split over the releases.',
        '1',
      ),
    ),
  closesAt: z.iso
    .datetime('expected a UTC time such as 2027-06-30T00:00:00Z')
    .optional()
    .meta(note('When the round closes (UTC). Without it: when the study ends.', '2027-06-30T00:00:00Z')),
  cohorts: cohortNumbersSchema
    .optional()
    .meta(note('Whose devices answer, by the numbers of their cohorts from 0. Without it: all of them.', '[0, 1]')),
};

const candidateRound = z.strictObject({
  kind: z.literal('candidates').meta(note('Which of these texts is most like something you wrote?', 'candidates')),
  ...round,
  answerRule: z
    .enum(['random-draft', 'closest'])
    .default('random-draft')
    .meta(
      note(
        'Which drafts decide: "random-draft" takes one of the recent drafts by chance, so that shares are those of the average volunteer; "closest" takes the draft that is most like any candidate.',
        'random-draft',
      ),
    ),
  minSimilarity: z
    .number()
    .min(0)
    .max(1)
    .meta(
      note(
        'Similarity (cosine) below which the answer is "none of these". `donor try` suggests one from texts of yours. Each model has its own; docs/languages.md names one to begin with.',
        '0.4',
      ),
    ),
  recentDrafts: recentDraftsSchema
    .default(20)
    .meta(note('From how many of the most recent drafts the answer comes.', '20')),
});

const fragmentPoll = z.strictObject({
  kind: z.literal('fragments').meta(note('Which of these short phrases did you type?', 'fragments')),
  ...round,
  poll: z
    .enum(['which', 'prevalence'])
    .default('which')
    .meta(
      note(
        '"which" asks each device for one of the phrases that it has seen; "prevalence" asks it about one phrase that it draws by chance, yes or no.',
        'which',
      ),
    ),
  windowDays: windowDaysSchema.default(30).meta(note('Drafts older than so many days are not looked at.', '30')),
});

/** The schemas of both kinds of round, for whoever describes them. */
export const roundSchemas = { candidates: candidateRound, fragments: fragmentPoll } as const;

/** What a researcher writes: `study.yaml`. Model, key and opening times are filled in when it is published. */
export const studyFileSchema = z.strictObject({
  name: described.name.meta(
    note(
      'Short name for addresses and files; unique on its server. Lower-case letters, digits and hyphens.',
      'commute',
    ),
  ),
  kind: described.kind
    .default('real')
    .meta(
      note(
        '"real"; "demo" (people join it to try the extension, and its results mean nothing); "pilot" (simulated volunteers only; `donor simulate` fills it).',
        'real',
      ),
    ),
  title: described.title.meta(note('Title, on every page about the study.', 'How people travel')),
  summary: described.summary.meta(
    note('What it is about and what it asks, in two or three sentences for volunteers.', 'A study of journeys.'),
  ),
  languages: described.languages
    .default(['en'])
    .meta(
      note(
        'Languages of the texts (BCP 47 tags). In a candidate round drafts that are surely in another language do not take part.',
        '[en]',
      ),
    ),
  model: z
    .enum(models.map(({ id }) => id))
    .optional()
    .meta(
      note(
        'Embedding model of the candidate rounds. Without it: the first of these that understands all of the languages.',
        'use-multilingual-v3-int8',
      ),
    ),
  consent: described.consent.meta(
    note(
      'Your own words for the consent page, one entry a paragraph. The extension adds the odds, the numbers and its promises by itself.',
      '["You answer one question."]',
    ),
  ),
  privacyPolicy: described.privacyPolicy.meta(
    note('Privacy policy, one entry a paragraph.', '["Nothing but a vote is kept."]'),
  ),
  controller: z
    .strictObject({
      name: described.controller.shape.name.meta(note('Name of who is responsible.', 'Institute of Journeys')),
      contact: described.controller.shape.contact.meta(note('Where volunteers can write to.', 'journeys@example.org')),
    })
    .meta(note('Who is responsible for the study (the data controller).', '{ name: …, contact: … }')),
  withdrawal: described.withdrawal.meta(
    note('What volunteers can take back, and what not.', 'A vote that was sent cannot be withdrawn.'),
  ),
  endsAt: z.iso
    .datetime('expected a UTC time such as 2027-12-31T00:00:00Z')
    .meta(note('When the study ends (UTC). No round is answered after it.', '2027-12-31T00:00:00Z')),
  releases: z
    .int()
    .min(1)
    .max(mostReleases)
    .optional()
    .meta(
      note(
        'Most releases that a round may plan, later ones included. Without it: as many as the first rounds plan.',
        '2',
      ),
    ),
  retentionDays: described.retentionDays
    .optional()
    .meta(
      note(
        'Days after the end of the study until its single votes are deleted; null to keep them. Without it: 30.',
        '30',
      ),
    ),
  cohorts: described.cohorts
    .default(1)
    .meta(
      note(
        'In how many equal parts (1 to 5) the volunteers are cut by chance, so that later rounds can ask fresh ones.',
        '1',
      ),
    ),
  budgets: z
    .strictObject({
      rounds: budgetsSchema.shape.rounds
        .default(5)
        .meta(note('Most rounds of this study that a device answers at one time.', '5')),
      bytes: budgetsSchema.shape.bytes
        .default(8 * 1024 * 1024)
        .meta(note('Most bytes of texts and embeddings that a device fetches at one time.', '8388608')),
      leastEpsilon: budgetsSchema.shape.leastEpsilon
        .default(0.1)
        .meta(note('Least epsilon of a round of this study.', '0.1')),
    })
    .prefault({})
    .meta(note('What the study may cost a device.', '{ rounds: 5 }')),
  laterRounds: z
    .strictObject({
      fewestTexts: laterRounds.fewestTexts.meta(note('Fewest texts of such a round.', '12')),
      epsilon: laterRounds.epsilon.meta(note('Largest epsilon of such a round.', '4')),
      recentDrafts: laterRounds.recentDrafts.meta(
        note('Most recent drafts that a candidate round may choose from.', '20'),
      ),
      windowDays: laterRounds.windowDays.meta(note('Most days back that a fragment poll may look.', '30')),
    })
    .nullable()
    .default(null)
    .meta(
      note(
        'Bounds of rounds that you will add to the list after publishing; volunteers consent to them now. Without it later rounds must stay within the rounds that are published first.',
        '{ fewestTexts: 12, epsilon: 4, recentDrafts: 20, windowDays: 30 }',
      ),
    ),
  corrects: described.name
    .nullable()
    .default(null)
    .meta(
      note(
        'Name of a published study that this one takes the place of; its volunteers are asked for consent again.',
        'commute',
      ),
    ),
  pool: poolSchema,
  slots: slotsSchema,
  rounds: z
    .array(z.discriminatedUnion('kind', [candidateRound, fragmentPoll]))
    .min(1)
    .max(100)
    .meta(note('The questions, in order. Rounds are added at the end of the list and never changed.', '')),
});
export type StudyFile = z.infer<typeof studyFileSchema>;
export type RoundEntry = StudyFile['rounds'][number];
