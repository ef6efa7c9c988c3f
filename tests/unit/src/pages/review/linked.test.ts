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
  ['https://study.example/join', 'reason_link_no_study'],
  ['https://study.example/previews/abc/join', 'reason_link_preview'],
  [text.replace('https:', 'http:'), 'reason_link_not_https'],
  ['hello', 'reason_link_not_a_link'],
])('%s is refused with its reason', (other, key) => {
  expect(linkedStudy(`#${encodeURIComponent(other)}`)).toMatchObject({
    kind: 'unusable',
    reason: { key },
  });
});

test('a damaged fragment is refused with its reason', () => {
  expect(linkedStudy('#%E0%A4%A')).toMatchObject({ kind: 'unusable', reason: { key: 'reason_link_damaged' } });
});
