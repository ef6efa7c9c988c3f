import { expect, test } from 'vitest';
import type { StudyId } from '../../../../../core/ids.ts';
import { formatJoinLink } from '../../../../../core/protocol/join-link.ts';
import type { PublicKey } from '../../../../../core/protocol/signed.ts';
import { linkedStudy } from '../../../../../src/pages/review/linked.ts';

const link = {
  server: 'https://study.example',
  study: 'a'.repeat(64) as StudyId,
  publicKey: 'B'.repeat(43) as PublicKey,
};
const text = formatJoinLink(link);

test('a join link is read from the fragment', () => {
  expect(linkedStudy(`#${encodeURIComponent(text)}`)).toEqual({ kind: 'link', text, link });
});

test('no fragment is no link', () => {
  expect(linkedStudy('')).toEqual({ kind: 'none' });
  expect(linkedStudy('#')).toEqual({ kind: 'none' });
});

test.each([
  ['https://study.example/join', 'This link does not name a study.'],
  ['https://study.example/previews/abc/join', 'This link leads to a preview.'],
  [text.replace('https:', 'http:'), 'A study server must be reached by https.'],
  ['hello', 'This is not a link.'],
])('%s is refused in plain words', (other, reason) => {
  expect(linkedStudy(`#${encodeURIComponent(other)}`)).toMatchObject({
    kind: 'unusable',
    reason: expect.stringContaining(reason),
  });
});

test('a damaged fragment is refused in plain words', () => {
  expect(linkedStudy('#%E0%A4%A')).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('damaged') });
});
