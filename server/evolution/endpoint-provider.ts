import { setTimeout as pause } from 'node:timers/promises';
import { askChat } from './chat-request.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import { type EndpointTask, varying } from './endpoint-tasks.ts';
import { ProviderFailed, type VariationProvider } from './variations.ts';

/** Answers in a row that hold nothing, before the endpoint is left. */
const mostEmptyAnswers = 5;

export interface EndpointOptions {
  /** BCP 47 tags of the study; with several, texts are also brought from one into another. */
  readonly languages: readonly string[];
  /** What it makes; variations when it is left out. */
  readonly task?: EndpointTask;
  /** Longest time of one request; a model may take long. */
  readonly patienceMs?: number;
  readonly pauseMs?: number;
  readonly now?: () => number;
}

/**
 * Texts by a model behind any endpoint of the OpenAI chat protocol. The answer is data from a stranger: its form
 * is checked here, its texts by `variationProblem`, and nothing in it is ever acted upon.
 */
export function endpointProvider(
  settings: EndpointSettings,
  { languages, task = varying, patienceMs = 120_000, pauseMs = 1000, now = Date.now }: EndpointOptions,
): VariationProvider {
  let [tokensIn, tokensOut, empty] = [0, 0, 0];
  let nextAt = 0;
  const price = (tokens: readonly [number, number]): string =>
    settings.prices === undefined
      ? 'its price is not known (DONOR_PROVIDER_PRICES)'
      : `${((tokens[0] * settings.prices[0] + tokens[1] * settings.prices[1]) / 1e6).toFixed(4)} at the prices that you gave`;
  return {
    name: `${task.name}:${settings.model}`,
    parentsAtOnce: task.parentsAtOnce,
    preview(parents, each) {
      // Four characters a token, and an answer of about as many texts as it was asked for.
      const characters = parents.reduce((sum, { text }) => sum + text.length, 0);
      const requests = Math.ceil(parents.length / task.parentsAtOnce);
      const tokens = [requests * 300 + characters / 4, each * (characters / 4 + 20 * parents.length)] as const;
      return {
        recipient: `${new URL(settings.url).host}, model ${settings.model}`,
        cost: `${requests} ${requests === 1 ? 'request' : 'requests'}, about ${Math.ceil(tokens[0])} tokens in and ${Math.ceil(tokens[1])} out for ${each} of each; ${price(tokens)}`,
      };
    },
    async vary(parents, each, { signal }) {
      await pause(Math.max(0, nextAt - now()), undefined, { signal });
      nextAt = now() + 60_000 / settings.perMinute;
      const completion = await askChat(settings, task.request(parents, each, languages), {
        signal,
        patienceMs,
        pauseMs,
      });
      tokensIn += completion?.tokensIn ?? 0;
      tokensOut += completion?.tokensOut ?? 0;
      const variations = task.read(completion?.content ?? '', parents, each);
      empty = variations.length === 0 ? empty + 1 : 0;
      if (empty >= mostEmptyAnswers) {
        throw new ProviderFailed(
          `the endpoint answers, but ${mostEmptyAnswers} answers in a row held no text in the form that was asked for; try another model. What it made before is kept`,
        );
      }
      return variations;
    },
    spent: () => `${tokensIn} tokens in and ${tokensOut} out by its own count; ${price([tokensIn, tokensOut])}`,
  };
}
