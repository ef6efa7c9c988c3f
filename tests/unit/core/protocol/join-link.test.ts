import { expect, test } from 'vitest';
import type { StudyId } from '../../../../core/ids.ts';
import { formatJoinLink, JoinLinkError, parseJoinLink } from '../../../../core/protocol/join-link.ts';
import type { PublicKey } from '../../../../core/protocol/signed.ts';

const link = {
  server: 'https://study.example',
  study: 'ab'.repeat(32) as StudyId,
  publicKey: 'A'.repeat(43) as PublicKey,
};

test.each([
  ['spaces', '  ', '\n'],
  ['no-break spaces, as some mail programs put them,', '\u00a0', '\u00a0'],
])('what was written is read again, with %s around it', (_what, before, after) => {
  expect(parseJoinLink(before + formatJoinLink(link) + after)).toEqual(link);
});

test.each(['http://127.0.0.1:8787', 'http://localhost:8787'])(
  'a server on this machine needs no https: %s',
  (server) => {
    expect(parseJoinLink(formatJoinLink({ ...link, server }))).toEqual({ ...link, server });
  },
);

test('hash and key stay in the fragment, which no server sees', () => {
  const url = new URL(formatJoinLink(link));
  expect(url.pathname + url.search).toBe('/join');
});

test.each([
  ['not a link', /not a link/],
  ['http://study.example/join#study=x&key=y', /https/],
  ['ftp://127.0.0.1/join', /https/],
  ['https://study.example/join', /does not name a study/],
  ['https://study.example/previews/abc/join', /leads to a preview.*nobody can join it yet/],
  [formatJoinLink(link).replace('/join', '/previews/abc/join'), /leads to a preview/],
  [formatJoinLink(link).slice(0, -1), /does not name a study/],
  [formatJoinLink(link).replace('study=ab', 'study=AB'), /does not name a study/],
])('refuses %s in words', (text, words) => {
  expect(() => parseJoinLink(text)).toThrow(JoinLinkError);
  expect(() => parseJoinLink(text)).toThrow(words);
});
