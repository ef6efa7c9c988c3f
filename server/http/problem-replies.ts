import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Problem, type ProblemCode, problem, problemMediaType } from '../../core/protocol/errors.ts';
import { StorageUnavailable } from '../store/report-store.ts';
import { StudyFolderError } from '../studies/study-problem.ts';

/** Seconds after which a client may try again. */
const retryAfterSeconds = 30;

/** Of replies that are for programs alone: kept by nobody, and never taken for a page. */
export const replyHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** Answers with the problem document of `code`. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  detail?: string,
  problems?: Problem['problems'],
): FastifyReply {
  const document = { ...problem(code, detail), ...(problems && { problems }) };
  if (document.status === 429 || document.status === 503) reply.header('retry-after', retryAfterSeconds);
  return (
    reply
      .code(document.status)
      .headers(replyHeaders)
      .type(problemMediaType)
      // As bytes: Fastify would add a charset to the media type of a string.
      .send(Buffer.from(JSON.stringify(document)))
  );
}

/** Turns whatever was thrown into a problem document; tells the operator about failures, never what a request held. */
export function errorReply(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    return sendProblem(reply, 'malformed-request', error.validation.map(expectation).join('; '));
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendProblem(reply, 'body-too-large');
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return sendProblem(reply, 'unsupported-media-type');
  if (error instanceof StudyFolderError) return sendProblem(reply, 'unfit-study', error.message, [...error.problems]);
  if (error instanceof StorageUnavailable) return sendProblem(reply, 'storage-unavailable');
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return sendProblem(reply, 'malformed-request', 'expected a JSON body in UTF-8 and a well-formed address');
  }
  console.error(`A request to ${request.routeOptions.url ?? 'no route'} failed: ${where(error)}`);
  return sendProblem(reply, 'internal-error');
}

interface Issue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
}

/**
 * What a schema expected at which field. Names of unknown fields are content of the request, so they are not repeated.
 */
function expectation({ keyword, instancePath, message }: Issue): string {
  const field = instancePath.slice(1).replaceAll('/', '.') || 'body';
  if (keyword === 'unrecognized_keys') return `${field}: expected no other fields than the documented ones`;
  return `${field}: ${(message ?? 'not as documented').replace(/^Invalid input: /, '')}`;
}

/** Name of an error and its place in the code. Its message may hold what was in a request, so it is left out. */
function where(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 4).map((frame) => frame.trim())].join(' ');
}
