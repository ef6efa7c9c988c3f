import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../../../core/ids.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const closing = {
  summary: 'Closes a round for good, before its time; needs the administrator token',
  params: z.object({ roundId: roundIdSchema }),
  response: {
    200: z.strictObject({ status: z.literal('closed') }),
    '4XX': problemResponse('Not authorised, or no such round'),
  },
};
const withdrawing = {
  summary: 'Withdraws a study for good and closes its rounds; needs the administrator token',
  params: z.object({ studyId: studyIdSchema }),
  response: {
    200: z.strictObject({ status: z.literal('withdrawn') }),
    '4XX': problemResponse('Not authorised, or no such study'),
  },
};

/** `POST /v1/rounds/:roundId/close` and `POST /v1/studies/:studyId/withdraw` */
export function registerAdministrationRoutes(app: App, { results, adminToken }: Services): void {
  const expected = digest(`Bearer ${adminToken}`);
  const isAdministrator = (authorization: string | undefined): boolean =>
    timingSafeEqual(digest(authorization ?? ''), expected);

  app.post('/v1/rounds/:roundId/close', { schema: closing }, async (request, reply) => {
    if (!isAdministrator(request.headers.authorization)) {
      return sendProblem(reply.header('www-authenticate', 'Bearer'), 'not-authorised');
    }
    if (!(await results.close(request.params.roundId))) return sendProblem(reply, 'unknown-round');
    return reply.header('cache-control', 'no-store').send({ status: 'closed' as const });
  });
  app.post('/v1/studies/:studyId/withdraw', { schema: withdrawing }, async (request, reply) => {
    if (!isAdministrator(request.headers.authorization)) {
      return sendProblem(reply.header('www-authenticate', 'Bearer'), 'not-authorised');
    }
    if (!(await results.withdraw(request.params.studyId))) return sendProblem(reply, 'unknown-study');
    return reply.header('cache-control', 'no-store').send({ status: 'withdrawn' as const });
  });
}

/** Equal lengths, so that the comparison takes the same time whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
