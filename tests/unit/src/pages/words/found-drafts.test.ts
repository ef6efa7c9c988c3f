import { describe, expect, test } from 'vitest';
import { draftsBySite, draftsWith } from '../../../../../src/pages/words/found-drafts.ts';
import type { Draft } from '../../../../../src/storage/database.ts';

const draft = (id: string, text: string, site = 'https://mail.example'): Draft => ({
  id,
  text,
  site,
  field: 'field',
  createdAt: 1,
  editedAt: 1,
});
const drafts = [
  draft('a', 'I don’t know about TENNIS'),
  draft('b', 'Straße nach Köln', 'https://chat.example'),
  draft('c', 'tennis and cooking'),
];
const found = (sought: string) => draftsWith(drafts, sought).map(({ id }) => id);

describe('searching drafts', () => {
  test.each([
    ['', ['a', 'b', 'c']],
    ['   ', ['a', 'b', 'c']],
    ['tennis', ['a', 'c']],
    ['COOK tennis', ['c']],
    ["don't", ['a']],
    ['strasse', ['b']],
    ['chat.example', ['b']],
    ['nothing of this', []],
  ])('%j', (sought, expected) => {
    expect(found(sought)).toEqual(expected);
  });
});

test('drafts become groups of one site, in the order in which the sites come', () => {
  expect(draftsBySite(drafts).map(({ site, drafts: of }) => [site, of.map(({ id }) => id)])).toEqual([
    ['https://mail.example', ['a', 'c']],
    ['https://chat.example', ['b']],
  ]);
});
