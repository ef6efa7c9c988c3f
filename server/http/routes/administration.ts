import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../../../core/ids.ts';
import { guard, securityOf } from '../guard.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const forRunners = { tags: ['administration'], security: securityOf('run') };

const closing = {
  ...forRunners,
  operationId: 'closeRound',
  summary: 'Closes a round',
  description: 'For good, and before its time. Its last release is made if enough new reports came.',
  params: z.object({ roundId: roundIdSchema }),
  response: {
    200: z.strictObject({ status: z.literal('closed') }),
    '4XX': problemResponse('Not allowed, or no such round'),
  },
};
const studyParams = z.object({ studyId: studyIdSchema });
const ending = {
  ...forRunners,
  operationId: 'endStudy',
  summary: 'Ends a study',
  description: 'For good, and before its time. Its rounds close, and no round follows.',
  params: studyParams,
  response: {
    200: z.strictObject({ status: z.literal('ended') }),
    '4XX': problemResponse('Not allowed, or no such study'),
  },
};
const withdrawing = {
  ...forRunners,
  operationId: 'withdrawStudy',
  summary: 'Withdraws a study',
  description: 'For good. Its rounds close, its id answers "study-withdrawn", and devices leave it.',
  params: studyParams,
  response: {
    200: z.strictObject({ status: z.literal('withdrawn') }),
    '4XX': problemResponse('Not allowed, or no such study'),
  },
};

/** `POST /v1/rounds/:roundId/close`, `POST /v1/studies/:studyId/end` and `POST /v1/studies/:studyId/withdraw` */
export function registerAdministrationRoutes(app: App, { lifecycle, access, catalogue }: Services): void {
  const mayRun = guard(access, catalogue)('run');

  app.post('/v1/rounds/:roundId/close', { schema: closing, preHandler: mayRun }, async (request, reply) => {
    if (!(await lifecycle.close(request.params.roundId))) return sendProblem(reply, 'unknown-round');
    return reply.header('cache-control', 'no-store').send({ status: 'closed' as const });
  });
  app.post('/v1/studies/:studyId/end', { schema: ending, preHandler: mayRun }, async (request, reply) => {
    if (!(await lifecycle.end(request.params.studyId))) return sendProblem(reply, 'unknown-study');
    return reply.header('cache-control', 'no-store').send({ status: 'ended' as const });
  });
  app.post('/v1/studies/:studyId/withdraw', { schema: withdrawing, preHandler: mayRun }, async (request, reply) => {
    if (!(await lifecycle.withdraw(request.params.studyId))) return sendProblem(reply, 'unknown-study');
    return reply.header('cache-control', 'no-store').send({ status: 'withdrawn' as const });
  });
}
