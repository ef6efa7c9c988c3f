import { z } from 'zod';

/** Every error that the server replies with: one code, one status, one sentence (RFC 9457 problem documents). */
export const problems = {
  'malformed-request': { status: 400, title: 'The request does not have the expected form.' },
  'malformed-vote': { status: 400, title: 'The vote is not one that this round can produce.' },
  'not-authorised': {
    status: 401,
    title: 'This needs a valid token: there was none, or it is wrong, expired or revoked.',
  },
  'not-allowed': { status: 403, title: 'The token does not allow this.' },
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'method-not-allowed': { status: 405, title: 'This address does not take such a request.' },
  'unknown-study': { status: 404, title: 'This server has no such study.' },
  'unknown-round': { status: 404, title: 'This server has no such round.' },
  'unknown-batch': { status: 404, title: 'This server has no such batch.' },
  'unknown-token': { status: 404, title: 'This server has no token of this name.' },
  'token-exists': { status: 409, title: 'There is a token of this name; revoke it first, or choose another name.' },
  'unknown-preview': { status: 404, title: 'This server has no preview of this name.' },
  'unknown-pool': { status: 404, title: 'This server has no pool of this study.' },
  'unknown-run': { status: 404, title: 'No rounds of this study have ever followed by themselves.' },
  'nonce-reused': { status: 409, title: 'These random bytes came with another vote before; the first vote stands.' },
  'round-not-open': { status: 409, title: 'This round is not open yet.' },
  'preview-changed': { status: 409, title: 'The preview is another one by now, or gone; look at it again.' },
  'texts-not-embedded': { status: 409, title: 'The texts are not all embedded yet.' },
  'pool-changed': { status: 409, title: 'The pool is another one by now, or gone; look at it again.' },
  'round-open': { status: 409, title: 'A candidate round is open: what is proposed next would publish a look at it.' },
  'run-active': { status: 409, title: 'Rounds of this study follow by themselves; stop that first.' },
  'run-in-other-state': { status: 409, title: 'The rounds that follow by themselves are in another state.' },
  'study-withdrawn': { status: 410, title: 'This study was withdrawn by its researchers.' },
  'round-closed': { status: 410, title: 'This round is closed and takes no more reports.' },
  'body-too-large': { status: 413, title: 'The request is larger than anything that is taken here.' },
  'unsupported-media-type': { status: 415, title: 'Requests are sent as application/json.' },
  'unfit-study': { status: 422, title: 'This study cannot be published as it is.' },
  'too-many-requests': { status: 429, title: 'Too many requests; try again later.' },
  'storage-unavailable': { status: 503, title: 'The server cannot store reports at the moment; try again later.' },
  'internal-error': { status: 500, title: 'The server failed; the report was not stored.' },
} as const;

export type ProblemCode = keyof typeof problems;

export const problemSchema = z.object({
  type: z.string(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  title: z.string(),
  status: z.int(),
  /** What exactly was wrong and what was expected; never holds the content of a request. */
  detail: z.string().optional(),
  /** What is wrong with a study that was sent, and where. */
  problems: z
    .array(
      z.object({
        file: z.string(),
        line: z.int().optional(),
        column: z.int().optional(),
        field: z.string().optional(),
        message: z.string(),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const problemMediaType = 'application/problem+json';

/** The problem document for `code`. */
export function problem(code: ProblemCode, detail?: string): Problem {
  return {
    type: `urn:data-donor:problem:${code}`,
    code,
    ...problems[code],
    ...(detail === undefined ? {} : { detail }),
  };
}
