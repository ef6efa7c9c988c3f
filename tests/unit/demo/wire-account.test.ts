import { describe, expect, test } from 'vitest';
import type { Narrator } from '../../../demo/narrator.ts';
import { findLeaks, showRequests } from '../../../demo/wire-account.ts';

function request(head: string, body = '') {
  return {
    raw: Buffer.from(`${head}\r\n\r\n${body}`),
    startLine: head.split('\r\n')[0] ?? '',
    headers: [],
    body: Buffer.from(body),
  };
}
const report = JSON.stringify({ round: 'a'.repeat(64), vote: 'BwA', nonce: 'A'.repeat(22) });
const get = request('GET /v1/studies/x HTTP/1.1\r\nHost: h\r\nAccept-Language: *');
const post = request('POST /v1/reports HTTP/1.1\r\nHost: h', report);
const drafts = ['Does anyone know a plumber?', 'see you'];

describe('leaks', () => {
  test('are none when only reports have a body', () => {
    expect(findLeaks([get, post], drafts)).toEqual([]);
  });

  test('are bodies that hold more or less than a report', () => {
    const more = request('POST /v1/reports HTTP/1.1', JSON.stringify({ ...JSON.parse(report), time: 1 }));
    expect(findLeaks([get, more], drafts)).toEqual(['request 2 has a body that is more or less than a report']);
    expect(findLeaks([request('POST / HTTP/1.1', 'hello')], drafts)).toHaveLength(1);
  });

  test('are words of a draft anywhere, whatever their case and however they are encoded', () => {
    for (const words of ['ANYONE+know%20a', 'anyone know a']) {
      const leaking = request(`GET /?q=${words} HTTP/1.1`);
      expect(findLeaks([leaking], drafts)).toEqual([expect.stringContaining('plumber')]);
    }
    expect(findLeaks([request('GET / HTTP/1.1\r\nX: see you')], drafts)).toHaveLength(1);
  });
});

test('requests are shown whole, except for headers that were shown before', () => {
  const blocks: string[] = [];
  const narrator: Pick<Narrator, 'block'> = { block: (_, text) => void blocks.push(text) };
  const again = request('GET /v1/batches/y HTTP/1.1\r\nHost: h\r\nAccept-Language: *');
  showRequests([get, again, post, post], narrator as Narrator);
  expect(blocks[0]).toBe('GET /v1/studies/x HTTP/1.1\nHost: h\nAccept-Language: *');
  expect(blocks[1]).toBe('GET /v1/batches/y HTTP/1.1\n(the same 27 bytes of headers as in request 1)');
  expect(blocks[2]).toBe(`POST /v1/reports HTTP/1.1\nHost: h\n\n${report}`);
  expect(blocks[3]).toBe(blocks[2]);
});
