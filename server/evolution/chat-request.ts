import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { EndpointSettings } from './endpoint-settings.ts';
import { ProviderFailed } from './variations.ts';

/** What a chat completion says, as far as anybody needs it; the rest is not looked at. */
const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
  usage: z.object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) }).optional(),
});

export interface Completion {
  readonly content: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** Longest answer that is read; the rest of a longer one is not even fetched. */
const mostBytes = 1024 * 1024;
const mostTries = 4;

export interface ChatOptions {
  readonly signal: AbortSignal;
  /** Longest time of one try. */
  readonly patienceMs: number;
  /** Pause before the second try; it doubles from try to try. */
  readonly pauseMs: number;
}

/**
 * Sends one request to `/chat/completions`, again after a pause when the endpoint is busy, fails or does not answer.
 *
 * @returns undefined when it answers with something else than a completion
 * @throws {ProviderFailed} when trying again does not help; the message holds neither the key nor the answer
 */
export async function askChat(
  settings: EndpointSettings,
  body: object,
  { signal, patienceMs, pauseMs }: ChatOptions,
): Promise<Completion | undefined> {
  let why = '';
  for (let attempt = 0; attempt < mostTries; attempt++) {
    if (attempt > 0) await pause(pauseMs * 2 ** (attempt - 1), undefined, { signal });
    signal.throwIfAborted();
    const patience = AbortSignal.timeout(patienceMs);
    try {
      const answer = await fetch(`${settings.url}/chat/completions`, {
        method: 'POST',
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          ...(settings.key === undefined ? {} : { authorization: `Bearer ${settings.key}` }),
        },
        body: JSON.stringify({ model: settings.model, ...body }),
        signal: AbortSignal.any([signal, patience]),
      });
      const { status } = answer;
      if (status === 401 || status === 403) {
        throw new ProviderFailed(`the endpoint refuses the key (status ${status}); look at DONOR_PROVIDER_KEY`);
      }
      if (status === 408 || status === 429 || status >= 500) {
        await answer.body?.cancel();
        why = status === 429 ? 'it is asked too often (status 429)' : `it fails (status ${status})`;
        const wait = Number(answer.headers.get('retry-after'));
        if (wait > 0) await pause(Math.min(wait * 1000, 60 * pauseMs), undefined, { signal });
        continue;
      }
      if (status !== 200) {
        await answer.body?.cancel();
        throw new ProviderFailed(
          `the endpoint refuses the request (status ${status}); look at DONOR_PROVIDER_URL and DONOR_PROVIDER_MODEL`,
        );
      }
      return completionOf(await readBody(answer));
    } catch (error) {
      if (error instanceof ProviderFailed) throw error;
      signal.throwIfAborted();
      why = patience.aborted ? `it does not answer within ${Math.round(patienceMs / 1000)} s` : 'it cannot be reached';
    }
  }
  throw new ProviderFailed(`the endpoint was asked ${mostTries} times in vain: ${why}. What it made before is kept`);
}

/** The body as text; '' when it is longer than anybody reads. */
async function readBody(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    // Leaving the loop cancels the rest.
    if (bytes > mostBytes) return '';
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function completionOf(body: string): Completion | undefined {
  const parsed = completionSchema.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { choices, usage } = parsed.data;
  return {
    content: choices[0]?.message.content ?? '',
    tokensIn: usage?.prompt_tokens ?? 0,
    tokensOut: usage?.completion_tokens ?? 0,
  };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
