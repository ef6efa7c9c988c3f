import { z } from 'zod';
import { newTokenSchema, tokenRequestSchema, tokensSchema } from '../../../core/protocol/access.ts';
import { guard, securityOf } from '../guard.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const making = {
  tags: ['administration'],
  security: securityOf('administrator'),
  operationId: 'createToken',
  summary: 'Makes a token for a researcher',
  description: 'The reply is the only place where the token is ever shown. Only its hash is stored.',
  body: tokenRequestSchema,
  response: { 201: newTokenSchema, '4XX': problemResponse('Not allowed, no such study, or the name is taken') },
};
const listing = {
  tags: ['administration'],
  security: securityOf('read'),
  operationId: 'listTokens',
  summary: 'Lists tokens, without the tokens themselves',
  description: 'The administrator sees all of them. A researcher sees the one that the request has shown.',
  response: { 200: tokensSchema, '4XX': problemResponse('Not authorised') },
};
const revoking = {
  tags: ['administration'],
  security: securityOf('administrator'),
  operationId: 'revokeToken',
  summary: 'Revokes a token',
  description: 'At once and for good, in every process that shares the database.',
  params: z.object({ name: z.string().max(63) }),
  response: {
    200: z.strictObject({ status: z.literal('revoked') }),
    '4XX': problemResponse('Not allowed, or no token of this name'),
  },
};

/** `POST /v1/tokens`, `GET /v1/tokens` and `DELETE /v1/tokens/:name` */
export function registerTokenRoutes(app: App, { access, catalogue }: Services): void {
  const needs = guard(access, catalogue);

  app.post('/v1/tokens', { schema: making, preHandler: needs('administrator') }, async ({ body }, reply) => {
    if (body.study !== null && !catalogue.studyNamed(body.study)) return sendProblem(reply, 'unknown-study');
    const made = await access.create(body);
    if (!made) return sendProblem(reply, 'token-exists');
    return reply.code(201).header('cache-control', 'no-store').send(made);
  });

  // Whoever shows a valid token may know what it is good for, whatever study it is for.
  app.get('/v1/tokens', { schema: listing }, async ({ headers }, reply) => {
    const holder = await access.holderOf(headers.authorization);
    if (!holder) return sendProblem(reply.header('www-authenticate', 'Bearer'), 'not-authorised');
    const tokens = holder.kind === 'administrator' ? await access.tokens() : [holder.token];
    return reply.header('cache-control', 'no-store').send({ tokens });
  });

  app.delete('/v1/tokens/:name', { schema: revoking, preHandler: needs('administrator') }, async (request, reply) => {
    if (!(await access.revoke(request.params.name))) return sendProblem(reply, 'unknown-token');
    return reply.header('cache-control', 'no-store').send({ status: 'revoked' as const });
  });
}
