import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problem } from '../../../../core/protocol/errors.ts';
import {
  byteLimits,
  failureReason,
  getBytes,
  getJson,
  type Network,
  postJson,
} from '../../../../src/network/requests.ts';
import { problemResponse, server } from '../study-world.ts';

const never = new AbortController().signal;
const documentSchema = z.strictObject({ status: z.literal('stored') });

function networkReplying(reply: (url: string, init: RequestInit) => Response | Promise<Response>) {
  const sent: { url: string; init: RequestInit }[] = [];
  const network: Network = {
    mayRequest: async () => true,
    fetch: (async (url: string, init: RequestInit) => {
      sent.push({ url, init });
      return reply(url, init);
    }) as typeof fetch,
  };
  return { network, sent };
}

describe('every request', () => {
  const strict = {
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
  };

  it('carries the options that keep installs alike, and no headers but these', async () => {
    const { network, sent } = networkReplying(() => Response.json({ status: 'stored' }, { status: 202 }));
    await postJson(network, server, '/v1/reports', '{"a":1}', documentSchema, never);
    await getJson(network, server, '/v1/studies/x', documentSchema, 1000, never);
    expect(sent).toHaveLength(2);
    const [post, get] = sent;
    expect(post).toMatchObject({ url: `${server}/v1/reports`, init: { ...strict, method: 'POST', body: '{"a":1}' } });
    expect(post?.init.headers).toEqual({
      Accept: '*/*',
      'Accept-Language': '*',
      'Content-Type': 'application/json',
    });
    expect(get).toMatchObject({ url: `${server}/v1/studies/x`, init: { ...strict, method: 'GET' } });
    expect(get?.init.headers).toEqual({ Accept: '*/*', 'Accept-Language': '*' });
    expect(get?.init.body).toBeUndefined();
  });

  it('is not made unless the permission and the header rule are confirmed for the server', async () => {
    const { network, sent } = networkReplying(() => Response.json({ status: 'stored' }));
    const asked: string[] = [];
    const refusing: Network = {
      ...network,
      mayRequest: async (origin) => {
        asked.push(origin);
        return false;
      },
    };
    expect(await getBytes(refusing, server, '/v1/batches/x', 10, never)).toEqual({ kind: 'not-permitted' });
    expect(asked).toEqual([server]);
    expect(sent).toEqual([]);
  });

  it('ends when its caller gives up', async () => {
    const caller = new AbortController();
    const { network } = networkReplying(
      (_url, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          caller.abort();
        }),
    );
    expect(await getBytes(network, server, '/', 10, caller.signal)).toEqual({ kind: 'unreachable' });
  });
});

describe('a reply', () => {
  const get = (reply: () => Response) =>
    getJson(networkReplying(reply).network, server, '/', documentSchema, 100, never);

  it('is a value when status and form are the expected ones', async () => {
    expect(await get(() => Response.json({ status: 'stored' }))).toEqual({
      kind: 'reply',
      value: { status: 'stored' },
    });
  });

  it.each([
    ['another form', () => Response.json({ status: 'lost' })],
    ['a member more', () => Response.json({ status: 'stored', more: 1 })],
    ['no JSON', () => new Response('<html>')],
    ['bytes that are no text', () => new Response(new Uint8Array([0xff, 0xfe]))],
    ['nothing', () => new Response(null)],
    ['another status of success', () => Response.json({ status: 'stored' }, { status: 201 })],
    ['a status without a problem document', () => new Response('gone', { status: 410 })],
    ['a problem with another status than its own', () => Response.json(problem('round-closed'), { status: 500 })],
  ])('is unexpected when it is %s', async (_name, reply) => {
    expect(await get(reply)).toEqual({ kind: 'unexpected' });
  });

  it('is unexpected when it is a text with bytes that are no text', async () => {
    const { network } = networkReplying(() => new Response(new Uint8Array([0x22, 0xff, 0x22])));
    expect(await getJson(network, server, '/', z.string(), 100, never)).toEqual({ kind: 'unexpected' });
  });

  it('to a report is unexpected when it has another form', async () => {
    const { network } = networkReplying(() => Response.json({ status: 'lost' }, { status: 202 }));
    expect(await postJson(network, server, '/', '{}', documentSchema, never)).toEqual({ kind: 'unexpected' });
  });

  it('with a problem is unexpected when it is too long', async () => {
    const long = new Uint8Array(byteLimits.problem + 1).fill(0x20);
    expect(await get(() => new Response(long, { status: 500 }))).toEqual({ kind: 'unexpected' });
  });

  it('is put together from its pieces in their order', async () => {
    const pieces = [[1, 2], [3, 4, 5], [6]];
    const { network } = networkReplying(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              for (const piece of pieces) controller.enqueue(new Uint8Array(piece));
              controller.close();
            },
          }),
        ),
    );
    const reply = await getBytes(network, server, '/', 100, never);
    expect(reply).toEqual({ kind: 'reply', value: new Uint8Array([1, 2, 3, 4, 5, 6]) });
  });

  it('is a problem by its code', async () => {
    expect(await get(() => problemResponse('round-closed'))).toEqual({ kind: 'problem', code: 'round-closed' });
  });

  it('is not read beyond its limit', async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled++;
            controller.enqueue(new Uint8Array(60));
          },
        }),
      );
    const { network } = networkReplying(endless);
    expect(await getBytes(network, server, '/', 100, never)).toEqual({ kind: 'too-large' });
    expect(pulled).toBeLessThan(10);
  });

  it('is read whole at its limit', async () => {
    const { network } = networkReplying(() => new Response(new Uint8Array(100).fill(7)));
    const reply = await getBytes(network, server, '/', 100, never);
    expect(reply).toEqual({ kind: 'reply', value: new Uint8Array(100).fill(7) });
  });

  it('is missing when the network fails, at once or half-way', async () => {
    const failing = networkReplying(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await getBytes(failing.network, server, '/', 100, never)).toEqual({ kind: 'unreachable' });
    const torn = networkReplying(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.error(new TypeError('network error'));
            },
          }),
        ),
    );
    expect(await getBytes(torn.network, server, '/', 100, never)).toEqual({ kind: 'unreachable' });
  });
});

it('every failure has its own sentence', () => {
  const reasons = [
    failureReason({ kind: 'not-permitted' }),
    failureReason({ kind: 'unreachable' }),
    failureReason({ kind: 'unexpected' }),
    failureReason({ kind: 'problem', code: 'unknown-study' }),
    failureReason({ kind: 'problem', code: 'internal-error' }),
  ];
  expect(new Set(reasons.map(({ key }) => key)).size).toBe(reasons.length);
});
