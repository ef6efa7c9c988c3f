import { z } from 'zod';
import { roundIdSchema } from '../ids.ts';

/** Base64url of one or more ids of two bytes, in the one canonical spelling: the unused bits at its end are zero. */
const ids = /^(?:[A-Za-z0-9_-]{8})*(?:[A-Za-z0-9_-]{8}|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048]|[A-Za-z0-9_-]{5}[AQgw])$/;

/** Random bytes of a report, so that a retry counts once. */
export const nonceBytes = 16;

/**
 * All that ever leaves a device besides plain requests for public documents (P2): which round, the vote, 16 random
 * bytes.
 */
export const reportSchema = z.strictObject({
  round: roundIdSchema.describe('The round that the vote is for.'),
  vote: z
    .string()
    .max(26_670)
    .regex(ids, 'expected ids of two bytes each in canonical base64url without padding')
    .describe(
      'The vote (core/privacy/vote-codec.ts): the ids that it holds, ascending, each an unsigned 16-bit integer, ' +
        'little-endian, together in base64url without padding. How many, and below which number, says the mechanism ' +
        'of the round: subsetSize and domainSize. In a prevalence poll it is one id, 2 x fragment + answer (0 no, 1 yes).',
    ),
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9_-]{21}[AQgw]$/, 'expected 16 bytes in canonical base64url without padding')
    .describe('16 random bytes of this report alone, base64url without padding, so that a retry counts once.'),
});
export type Report = z.infer<typeof reportSchema>;

/** Reply to a stored report. It is the same for the first delivery and for every retry. */
export const acknowledgementSchema = z.strictObject({ status: z.literal('stored') });
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;
