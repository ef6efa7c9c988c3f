import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../../core/ids.ts';
import { mostDrafts } from '../drafts/quotas.ts';
import type { MessageName, Messages } from '../messages.ts';
import { largestCap } from '../storage/settings-store.ts';

const nothing = z.strictObject({});
const ofStudy = z.strictObject({ study: studyIdSchema });
const ofRound = z.strictObject({ study: studyIdSchema, round: roundIdSchema });
const isWebOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
const origin = z.string().refine(isWebOrigin, 'expected the origin of a web site');
const epoch = z.int().nonnegative();
const text = z.string().min(1).max(10_000);
const time = z.int().nonnegative();
const draft = z.strictObject({
  id: z.string().max(100),
  field: z.string().max(100),
  text,
  site: origin,
  createdAt: time,
  editedAt: time,
  endingAt: time.exactOptional(),
});
const cap = z.number().min(0).max(largestCap);

/**
 * What each message may ask. A content script runs beside foreign code, and a page can be out of date: all are checked
 * like input.
 */
export const requestSchemas: { readonly [Name in MessageName]: z.ZodType<Messages[Name]['request']> } = {
  'capture-state': nothing,
  'draft-captured': z.strictObject({ field: z.uuid(), text, epoch }),
  'draft-retracted': z.strictObject({ field: z.uuid() }),
  'field-refused': z.strictObject({ reason: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/), epoch }),
  'review-study': z.strictObject({ link: z.string().max(4_000) }),
  'join-study': z.strictObject({ study: studyIdSchema, server: z.string().max(1_000) }),
  'decline-study': ofStudy,
  'leave-study': ofStudy,
  'forget-withdrawn-study': ofStudy,
  'look-for-rounds': nothing,
  'donate-now': z.strictObject({ rounds: z.array(ofRound).max(1_000) }),
  wake: nothing,
  'forget-progress': nothing,
  'cancel-report': ofRound,
  'allow-site': z.strictObject({ origin }),
  'wish-site': z.strictObject({ origin: origin.nullable() }),
  'told-of-sites': nothing,
  'remove-site': z.strictObject({ origin: z.string().max(1_000) }),
  'forget-draft': z.strictObject({ draft: z.string().max(100) }),
  'forget-site-drafts': z.strictObject({ origin: z.string().max(1_000) }),
  'forget-all-drafts': nothing,
  'restore-drafts': z.strictObject({
    drafts: z.array(draft).min(1).max(mostDrafts),
    since: z.strictObject({ epoch, takenBack: z.int().nonnegative() }),
  }),
  'set-caps': z.strictObject({ capPerReport: cap, capWindow: cap }),
  'set-paused': z.strictObject({ paused: z.boolean() }),
  'erase-everything': nothing,
};
