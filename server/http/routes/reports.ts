import type { FastifyReply } from 'fastify';
import {
  type Acknowledgement,
  acknowledgementSchema,
  type Report,
  reportSchema,
} from '../../../core/protocol/report.ts';
import { voteShape } from '../../../core/protocol/votes.ts';
import type { Submission, SubmissionOutcome } from '../../store/report-store.ts';
import { problemResponse } from '../openapi.ts';
import { replyHeaders, sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const schema = {
  operationId: 'sendReport',
  tags: ['devices'],
  summary: 'Stores a report',
  description:
    'Replies after the report is on the disk, and in the same way to an identical retry. The same random bytes with ' +
    'another vote are refused.',
  body: reportSchema,
  response: {
    202: acknowledgementSchema.describe('Stored, now or before'),
    '4XX': problemResponse('Refused; nothing was stored'),
    '5XX': problemResponse('Not stored; try again later'),
  },
};

/** The same bytes for everybody. */
const acknowledgement = Buffer.from(JSON.stringify({ status: 'stored' } satisfies Acknowledgement));

const acknowledgementHeaders = {
  ...replyHeaders,
  'content-type': 'application/json',
  'content-length': acknowledgement.length,
};

/**
 * `POST /v1/reports`. It sends no headers that protect pages. No browser shows these replies, and making the headers
 * costs a sixth of the work for a report.
 */
export function registerReportRoute(app: App, { store, catalogue }: Services): void {
  app.post('/v1/reports', { schema, helmet: false }, async ({ body }, reply: FastifyReply) => {
    const submission = toSubmission(body);
    const outcome = await store.submit(submission);
    if (outcome !== 'stored') return sendProblem(reply, outcome, detail(outcome, submission));
    // Past everything that Fastify does for replies that differ.
    reply.hijack();
    reply.raw.writeHead(202, acknowledgementHeaders).end(acknowledgement);
  });

  function detail(outcome: SubmissionOutcome, { round }: Submission): string | undefined {
    const manifest = catalogue.round(round)?.round.signed.document;
    if (outcome !== 'malformed-vote' || !manifest) return undefined;
    const { domainSize, subsetSize } = voteShape(manifest);
    return `vote: expected exactly ${subsetSize} distinct ids below ${domainSize}, ascending, two bytes each, little-endian`;
  }
}

/** The schema has let through the canonical spelling only. */
const toSubmission = ({ round, nonce, vote }: Report): Submission => ({
  round,
  nonce: Buffer.from(nonce, 'base64url'),
  noisyVote: Buffer.from(vote, 'base64url'),
});
