import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, mayDo, type Need } from '../access/access.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import { sendProblem } from './problem-replies.ts';

/** For OpenAPI: which tokens do. */
export const securityOf = (need: Need) =>
  need === 'administrator' ? [{ administrator: [] }] : [{ administrator: [] }, { researcher: [need] }];

const expected: Record<Need, string> = {
  administrator: "expected the administrator's token",
  read: 'expected a token for this study',
  run: 'expected a token with the scope "run" for this study',
};

/**
 * Lets a request through to its handler when its token allows what it needs. One that is not valid gets 401, whatever
 * is wrong with it. One that is valid, but not for this, gets 403; where its study is not the one of the address, that
 * says nothing about whether the address leads anywhere.
 */
export const guard =
  (access: Access, catalogue: Catalogue) =>
  (need: Need) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const holder = await access.holderOf(request.headers.authorization);
    if (!holder) return sendProblem(reply.header('www-authenticate', 'Bearer'), 'not-authorised');
    if (mayDo(holder, need, studyOf(request, catalogue))) return undefined;
    const challenge = `Bearer error="insufficient_scope"${need === 'administrator' ? '' : `, scope="${need}"`}`;
    return sendProblem(reply.header('www-authenticate', challenge), 'not-allowed', expected[need]);
  };

/** Name of the study that an address is about: it names the study, its id or one of its rounds. */
function studyOf({ params }: FastifyRequest, catalogue: Catalogue): string | undefined {
  const { studyName, studyId, roundId } = params as { studyName?: string; studyId?: never; roundId?: never };
  if (studyName !== undefined) return studyName;
  const study = studyId ? catalogue.study(studyId) : roundId && catalogue.round(roundId)?.study;
  return study?.signed.document.name;
}
