import { z } from 'zod';
import { roundIdSchema } from '../ids.ts';

const base64Url = /^[A-Za-z0-9_-]+$/;

/** Random bytes of a report, so that a retry counts once. */
export const nonceBytes = 16;

/**
 * All that ever leaves a device besides plain requests for public documents (P2): which round, the vote, 16 random
 * bytes.
 */
export const reportSchema = z.strictObject({
  round: roundIdSchema,
  /** The vote in its wire form (core/privacy/vote-codec.ts), base64url. */
  vote: z.string().regex(base64Url, 'expected base64url').max(26_670),
  /** 16 random bytes of this report alone, base64url, so that a retry counts once. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'expected 16 bytes in base64url'),
});
export type Report = z.infer<typeof reportSchema>;

/** Reply to a stored report. It is the same for the first delivery and for every retry. */
export const acknowledgementSchema = z.strictObject({ status: z.literal('stored') });
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;
