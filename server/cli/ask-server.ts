import { problemSchema } from '../../core/protocol/errors.ts';
import { BadInput } from './bad-input.ts';

/**
 * Asks a study server and returns the JSON of its reply.
 *
 * @throws {BadInput} when it refuses, in its own words
 * @throws {Error} when it cannot be reached, or fails
 */
export async function askServer(url: string, request: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, request).catch(() => {
    throw new Error(`no study server answers at ${new URL(url).origin}; start it, or name another one with --server`);
  });
  const document: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return document;
  const problem = problemSchema.safeParse(document);
  const words = problem.success ? problem.data.title : `unexpected answer, status ${answer.status}`;
  if (answer.status < 500) throw new BadInput(words);
  throw new Error(words);
}
