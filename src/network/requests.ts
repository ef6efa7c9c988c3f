import type { z } from 'zod';
import { type ProblemCode, problemSchema } from '../../core/protocol/errors.ts';
import { holdsLaterVersion } from '../../core/protocol/versions.ts';
import type { ReasonKey } from '../language/sentence-keys.ts';
import { type Reason, reasonOf } from '../refusal.ts';

/** What a request needs from the device; tests pass their own. */
export interface Network {
  readonly fetch: typeof fetch;
  /** Whether the server's permission is there and its header rule is confirmed; no request without it (P2). */
  readonly mayRequest: (origin: string) => Promise<boolean>;
}

export type Failure =
  /** Nothing was sent. */
  | { readonly kind: 'not-permitted' }
  /** No reply, or only a part of one. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'problem'; readonly code: ProblemCode }
  /** A document of a version of the protocol that came after this program. */
  | { readonly kind: 'later-version' }
  /** A reply of more bytes than were asked for; the rest was not read. */
  | { readonly kind: 'too-large' }
  /** A reply that no study server gives: another status, or not of the expected form. */
  | { readonly kind: 'unexpected' };
export type Reply<Value> = { readonly kind: 'reply'; readonly value: Value } | Failure;

/**
 * Longest time for one request and its reply. A server that sends very slowly cannot keep the background busy for
 * longer.
 */
const timeLimitMs = 30_000;

/** Larger than any honest reply of its kind. */
export const byteLimits = { study: 512 * 1024, log: 16 * 1024 * 1024, batch: 8 * 1024 * 1024, problem: 64 * 1024 };

/** GET of a public JSON document. */
export async function getJson<Schema extends z.ZodType>(
  network: Network,
  server: string,
  path: string,
  schema: Schema,
  limit: number,
  signal: AbortSignal,
): Promise<Reply<z.infer<Schema>>> {
  const reply = await getBytes(network, server, path, limit, signal);
  return reply.kind === 'reply' ? readJson(reply.value, schema) : reply;
}

/** GET of public bytes. */
export const getBytes = (
  network: Network,
  server: string,
  path: string,
  limit: number,
  signal: AbortSignal,
): Promise<Reply<Uint8Array<ArrayBuffer>>> => request(network, server, path, { method: 'GET' }, 200, limit, signal);

/** POST of a JSON text, byte for byte as given; answered with 202. */
export async function postJson<Schema extends z.ZodType>(
  network: Network,
  server: string,
  path: string,
  body: string,
  schema: Schema,
  signal: AbortSignal,
): Promise<Reply<z.infer<Schema>>> {
  const sent = { method: 'POST' as const, body, headers: { 'Content-Type': 'application/json' } };
  const reply = await request(network, server, path, sent, 202, byteLimits.problem, signal);
  return reply.kind === 'reply' ? readJson(reply.value, schema) : reply;
}

/**
 * Everything that leaves the device leaves here. Every request is stripped of what could tell two installs apart (P2).
 */
async function request(
  network: Network,
  server: string,
  path: string,
  sent: { method: 'GET' | 'POST'; body?: string; headers?: Record<string, string> },
  expectedStatus: number,
  limit: number,
  signal: AbortSignal,
): Promise<Reply<Uint8Array<ArrayBuffer>>> {
  if (!(await network.mayRequest(server))) return { kind: 'not-permitted' };
  try {
    const response = await network.fetch(new URL(path, server).href, {
      ...sent,
      headers: { Accept: '*/*', 'Accept-Language': '*', ...sent.headers },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]),
    });
    if (response.status === expectedStatus) {
      const value = await readBody(response, limit);
      return value ? { kind: 'reply', value } : { kind: 'too-large' };
    }
    const body = await readBody(response, byteLimits.problem);
    const problem = body && readJson(body, problemSchema);
    return problem?.kind === 'reply' && problem.value.status === response.status
      ? { kind: 'problem', code: problem.value.code }
      : { kind: 'unexpected' };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** The whole body; undefined, and the rest is not read, when it is longer than `limit` bytes. */
async function readBody(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

function readJson<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): Reply<z.infer<Schema>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const parsed = schema.safeParse(value);
    if (parsed.success) return { kind: 'reply', value: parsed.data };
    return { kind: holdsLaterVersion(value) ? 'later-version' : 'unexpected' };
  } catch {
    return { kind: 'unexpected' };
  }
}

/** A failure as a reason for the volunteer; never the server's own words. */
export const failureReason = (failure: Failure): Reason =>
  reasonOf(failure.kind === 'problem' ? problemKey(failure.code) : failureKeys[failure.kind]);

const failureKeys: Readonly<Record<Exclude<Failure['kind'], 'problem'>, ReasonKey>> = {
  'not-permitted': 'reason_not_permitted',
  unreachable: 'reason_unreachable',
  'later-version': 'reason_later_version',
  'too-large': 'reason_unexpected_reply',
  unexpected: 'reason_unexpected_reply',
};

function problemKey(code: ProblemCode): ReasonKey {
  if (code === 'unknown-study') return 'reason_unknown_study';
  return code === 'study-withdrawn' ? 'reason_study_withdrawn' : 'reason_server_failed';
}
