import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { expireDrafts, keepDraft, keepDraftMs, listDrafts, mostDrafts } from '../../../../src/drafts/draft-store.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';

const site = 'https://mail.example';
let database: Database;
let ids = 0;
const keep = (field: string, text: string, now: number, from = site) =>
  keepDraft(database, { field, text, site: from }, `id-${ids++}`, now);
const texts = async (now: number) => (await listDrafts(database, now)).map(({ text }) => text);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  ids = 0;
});

describe('drafts', () => {
  it('are listed newest first', async () => {
    await keep('a', 'the first of three', 1);
    await keep('b', 'another one, quite different', 2);
    expect(await texts(3)).toEqual(['another one, quite different', 'the first of three']);
  });

  it('are replaced by a later edit of the same field, and keep their id and birth', async () => {
    await keep('a', 'shall we meet on Monday', 1);
    await keep('a', 'the dog ate my homework again', 5);
    expect(await listDrafts(database, 6)).toEqual([
      { id: 'id-0', field: 'a', text: 'the dog ate my homework again', site, createdAt: 1, editedAt: 5 },
    ]);
  });

  it('merge with near-duplicates from another page load', async () => {
    await keep('a', 'Shall we meet on Monday?', 1);
    await keep('b', 'shall we  meet on monday, or Tuesday', 2);
    await keep('b', 'shall we meet on monday, or Tuesday, in the park', 3);
    expect(await listDrafts(database, 4)).toMatchObject([
      { id: 'id-0', field: 'b', text: 'shall we meet on monday, or Tuesday, in the park', createdAt: 1 },
    ]);
  });

  it('of two sites stay apart', async () => {
    await keep('a', 'shall we meet on Monday', 1);
    await keep('a', 'shall we meet on Monday', 2, 'https://chat.example');
    expect(await texts(3)).toHaveLength(2);
  });

  it('of two fields at once are both kept', async () => {
    await Promise.all([keep('a', 'one text about cats', 1), keep('b', 'quite another about dogs', 1)]);
    expect(await texts(2)).toHaveLength(2);
  });

  it('expire 30 days after their last edit, and are deleted', async () => {
    await keep('a', 'an old text about cats', 1);
    await keep('b', 'a newer text on dogs', 1000);
    expect(await texts(keepDraftMs)).toHaveLength(2);
    expect(await texts(keepDraftMs + 1)).toEqual(['a newer text on dogs']);
    await expireDrafts(database, keepDraftMs + 1);
    expect(await database.count('drafts')).toBe(1);
    await keep('c', 'a third about birds', keepDraftMs + 1000);
    expect(await database.count('drafts')).toBe(1);
  });

  it('are 500 at most; the oldest goes', async () => {
    const transaction = database.transaction('drafts', 'readwrite');
    for (let i = 0; i < mostDrafts; i++) {
      const draft = {
        id: `old-${i}`,
        field: `f-${i}`,
        text: `number${i} of many`,
        site,
        createdAt: i,
        editedAt: i + 1,
      };
      await transaction.store.put(draft);
    }
    await transaction.done;
    await keep('a', 'one more than allowed', 10_000);
    expect(await database.count('drafts')).toBe(mostDrafts);
    expect(await database.get('drafts', 'old-0')).toBeUndefined();
    expect(await database.get('drafts', 'old-1')).toBeDefined();
    expect((await texts(10_001))[0]).toBe('one more than allowed');
  });
});
