import { z } from 'zod';
import { roundIdSchema } from '../../../core/ids.ts';
import { roundResultsSchema } from '../../../core/protocol/results.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const schema = {
  operationId: 'readResults',
  tags: ['results'],
  summary: 'Results of a round',
  description: 'A coarse total while the round is open, and the estimates of its last release.',
  params: z.object({ roundId: roundIdSchema }),
  response: { 200: roundResultsSchema, '4XX': problemResponse('No such round') },
};

/** `GET /v1/rounds/:roundId/results` */
export function registerResultsRoute(app: App, { results }: Services): void {
  app.get('/v1/rounds/:roundId/results', { schema }, async (request, reply) => {
    const found = await results.of(request.params.roundId);
    if (!found) return sendProblem(reply, 'unknown-round');
    return reply.header('cache-control', 'no-store').send(found);
  });
}
