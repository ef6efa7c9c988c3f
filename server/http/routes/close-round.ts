import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { roundIdSchema } from '../../../core/ids.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const schema = {
  summary: 'Closes a round for good, before its time; needs the administrator token',
  params: z.object({ roundId: roundIdSchema }),
  response: {
    200: z.strictObject({ status: z.literal('closed') }),
    '4XX': problemResponse('Not authorised, or no such round'),
  },
};

/** `POST /v1/rounds/:roundId/close` */
export function registerCloseRoute(app: App, { results, adminToken }: Services): void {
  const expected = digest(`Bearer ${adminToken}`);
  app.post('/v1/rounds/:roundId/close', { schema }, async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      return sendProblem(reply.header('www-authenticate', 'Bearer'), 'not-authorised');
    }
    if (!(await results.close(request.params.roundId))) return sendProblem(reply, 'unknown-round');
    return reply.header('cache-control', 'no-store').send({ status: 'closed' as const });
  });
}

/** Equal lengths, so that the comparison takes the same time whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
