import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A message that an endpoint was asked to vary. */
export interface AskedMessage {
  readonly message: number;
  readonly text: string;
}

/** What it says to one request. */
export type ChatAnswer =
  /** A completion with this content. */
  | { readonly content: string }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** Takes the request and says nothing. */
  | 'hang'
  /** Ends the connection in the middle of a completion. */
  | 'break'
  /** Sends spaces until the reader has had enough. */
  | 'flood';

/** An HTTP server that speaks the OpenAI chat protocol, truthfully or not. */
export interface ChatEndpoint {
  /** As a provider is configured. */
  readonly url: string;
  /** Everything that it was sent. */
  readonly requests: readonly { readonly authorization: string | undefined; readonly body: string }[];
  /** Bytes of a flood that were sent before the reader left. */
  readonly flooded: number;
  close(): Promise<void>;
}

/** @param answer what it says to the request of this number, from 0 */
export async function startChatEndpoint(
  answer: (asked: readonly AskedMessage[], request: number) => ChatAnswer,
): Promise<ChatEndpoint> {
  const requests: { authorization: string | undefined; body: string }[] = [];
  const state = { flooded: 0 };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    requests.push({ authorization: request.headers.authorization, body });
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      response.writeHead(404).end();
      return;
    }
    const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
    const asked = JSON.parse(messages.at(-1)?.content ?? '{}') as { messages: AskedMessage[] };
    reply(response, answer(asked.messages, requests.length - 1), body, state);
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    get flooded() {
      return state.flooded;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, answer: ChatAnswer, asked: string, state: { flooded: number }): void {
  if (answer === 'hang') return;
  if (answer === 'flood') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const part = ' '.repeat(64 * 1024);
    const send = (): void => {
      if (response.destroyed) return;
      state.flooded += part.length;
      if (response.write(part)) setImmediate(send);
      else response.once('drain', send);
    };
    send();
    return;
  }
  if (answer === 'break') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"choices": [');
    setImmediate(() => response.destroy());
    return;
  }
  if ('status' in answer) {
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    return;
  }
  const { content } = answer;
  const usage = { prompt_tokens: Math.ceil(asked.length / 4), completion_tokens: Math.ceil(content.length / 4) };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 0,
      model: 'test',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
    }),
  );
}

/** The content of an honest answer: each message with one word more. */
export const variationsOf = (
  asked: readonly AskedMessage[],
  change = (message: string) => `${message} Really.`,
): string =>
  JSON.stringify({
    variations: asked.map(({ message, text }) => ({ message, operation: 'wording', text: change(text) })),
  });
