import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { expireDrafts, keepDraft, keepDraftMs, listDrafts } from '../../../../src/drafts/draft-store.ts';
import { forgetAllDrafts, forgetDraft, forgetSiteDrafts, retractDraft } from '../../../../src/drafts/forgetting.ts';
import { mostDrafts, mostNewDrafts, newDraftsWindowMs } from '../../../../src/drafts/quotas.ts';
import { addSite, listSites, noteRefusal, removeSite } from '../../../../src/sites/site-store.ts';
import { readEpoch } from '../../../../src/storage/capture-epoch.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';
import { eraseEverything } from '../../../../src/storage/erase.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const site = 'https://mail.example';
const otherSite = 'https://chat.example';
let database: Database;
let ids = 0;
const keepIn = (epoch: number, field: string, text: string, now: number, from = site) =>
  keepDraft(database, { field, text, site: from }, epoch, `id-${ids++}`, now);
const keep = async (field: string, text: string, now: number, from = site) =>
  keepIn(await readEpoch(database), field, text, now, from);
const texts = async (now: number) => (await listDrafts(database, now)).map(({ text }) => text);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  ids = 0;
  await addSite(database, site, 1);
  await addSite(database, otherSite, 1);
});

describe('drafts', () => {
  it('are listed newest first', async () => {
    await keep('a', 'the first of three', 1);
    await keep('b', 'another one, quite different', 2);
    expect(await texts(3)).toEqual(['another one, quite different', 'the first of three']);
  });

  it('are listed by their ids when they are equally old', async () => {
    const draft = { field: 'f', text: 'a text', site, createdAt: 1, editedAt: 1 };
    for (const id of ['b', 'c', 'a']) await database.put('drafts', { ...draft, id });
    expect((await listDrafts(database, 2)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
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

  it('of the same field are one, also when another field holds nearly the same', async () => {
    await keep('a', 'shall we meet on Monday', 1);
    await keep('b', 'the dog ate my homework again', 2);
    await keep('b', 'shall we meet on Monday at noon', 3);
    expect(await listDrafts(database, 4)).toMatchObject([
      { id: 'id-1', field: 'b', text: 'shall we meet on Monday at noon' },
      { id: 'id-0', field: 'a', text: 'shall we meet on Monday' },
    ]);
  });

  it('are no longer listed 30 days after their last edit', async () => {
    await keep('a', 'an old text about cats', 1);
    await keep('b', 'a newer text on dogs', 1000);
    expect(await texts(keepDraftMs)).toHaveLength(2);
    expect(await texts(keepDraftMs + 1)).toEqual(['a newer text on dogs']);
  });
});

describe('a full store', () => {
  it('gives the oldest draft of the site with most drafts', async () => {
    const transaction = database.transaction('drafts', 'readwrite');
    for (let i = 0; i < mostDrafts; i++) {
      const from = i < 100 ? otherSite : site;
      const draft = { id: `old-${i}`, field: `f-${i}`, text: `number${i} of many`, site: from };
      await transaction.store.put({ ...draft, createdAt: i, editedAt: i });
    }
    await transaction.done;
    const late = mostDrafts + newDraftsWindowMs;
    expect(await keep('a', 'one more than allowed', late, otherSite)).toBe('kept');
    expect(await database.count('drafts')).toBe(mostDrafts);
    expect(await database.get('drafts', 'old-100')).toBeUndefined();
    expect(await database.count('drafts', IDBKeyRange.only('old-0'))).toBe(1);
    expect((await texts(late))[0]).toBe('one more than allowed');
    expect(await keep('a', 'one more than allowed, and edited', late + 1, otherSite)).toBe('kept');
    expect(await database.count('drafts')).toBe(mostDrafts);
    expect(await database.get('drafts', 'old-101')).toBeDefined();
  });
});

describe('the end of a draft', () => {
  const ids = () => database.getAllKeys('drafts');
  beforeEach(() => keep('a', 'an old text about cats', 1));

  it('comes after 30 days when the day before was noticed', async () => {
    await expireDrafts(database, keepDraftMs + 1 - dayMs);
    await expireDrafts(database, keepDraftMs);
    expect(await ids()).toHaveLength(1);
    await expireDrafts(database, keepDraftMs + 1);
    expect(await ids()).toHaveLength(0);
  });

  it('needs two readings of the clock a day apart', async () => {
    const later = keepDraftMs + 5 * dayMs;
    await expireDrafts(database, later);
    await expireDrafts(database, later + dayMs - 1);
    expect(await ids()).toHaveLength(1);
    await expireDrafts(database, later + dayMs);
    expect(await ids()).toHaveLength(0);
  });

  it('does not come from a clock that is far ahead for a moment', async () => {
    await expireDrafts(database, 3650 * dayMs);
    await expireDrafts(database, 1000);
    expect(await database.getAll('drafts')).toEqual([
      { id: 'id-0', field: 'a', text: 'an old text about cats', site, createdAt: 1, editedAt: 1 },
    ]);
  });

  it('is not put off by a last day that was noticed in the future', async () => {
    await expireDrafts(database, 3650 * dayMs);
    await expireDrafts(database, keepDraftMs);
    await expireDrafts(database, keepDraftMs + dayMs - 1);
    expect(await ids()).toHaveLength(1);
    await expireDrafts(database, keepDraftMs + dayMs);
    expect(await ids()).toHaveLength(0);
  });

  it('starts anew with an edit', async () => {
    await expireDrafts(database, keepDraftMs + 1 - dayMs);
    await keep('a', 'an old text about cats and dogs', keepDraftMs - 1);
    await expireDrafts(database, keepDraftMs + 1);
    expect(await ids()).toHaveLength(1);
  });
});

describe('a draft is not kept', () => {
  const nothing = () => expect(database.getAll('drafts')).resolves.toEqual([]);

  it('on a site that is not allowed', async () => {
    expect(await keep('a', 'one text about cats', 2, 'https://other.example')).toBe('not-allowed');
    await nothing();
  });

  it('while paused', async () => {
    await changeSettings(database, { paused: true });
    expect(await keep('a', 'one text about cats', 2)).toBe('paused');
    await nothing();
  });

  const endings: [string, () => Promise<unknown>][] = [
    ['pausing and resuming', () => changeSettings(database, { paused: true }).then(resume)],
    ['forgetting a draft', () => forgetDraft(database, 'some-draft')],
    ['forgetting those of another site', () => forgetSiteDrafts(database, otherSite)],
    ['forgetting all', () => forgetAllDrafts(database)],
    ['removing a site', () => removeSite(database, otherSite)],
    ['erasing and allowing again', () => eraseEverything(database).then(() => addSite(database, site, 1000))],
  ];
  const resume = () => changeSettings(database, { paused: false });
  it.each(endings)('that was typed before %s', async (_name, end) => {
    const before = await readEpoch(database);
    await end();
    expect(await readEpoch(database)).not.toBe(before);
    expect(await keepIn(before, 'a', 'one text about cats', 2)).toBe('earlier-epoch');
    await nothing();
    expect(await keep('a', 'one text about cats', 2)).toBe('kept');
  });

  const deletions: [string, () => Promise<unknown>][] = [
    ['erasing', () => eraseEverything(database)],
    ['forgetting those of its site', () => forgetSiteDrafts(database, site)],
    ['forgetting all', () => forgetAllDrafts(database)],
  ];
  it.each(deletions)('that arrives beside %s, whichever is first', async (_name, end) => {
    for (let time = 0; time < 20; time++) {
      await addSite(database, site, 1000 + time);
      const epoch = await readEpoch(database);
      const late = () => keepIn(epoch, 'a', 'one text about cats', 2000);
      await Promise.all(time % 2 === 0 ? [late(), end()] : [end(), late()]);
      await nothing();
    }
  });

  it('when its site adds too many', async () => {
    for (let i = 0; i < mostNewDrafts; i++) {
      expect(await keep(`field-${i}`, `word${i} and its twin${i} sing`, 10)).toBe('kept');
    }
    expect(await keep('one-more', 'one text about cats', 10)).toBe('too-fast');
    expect(await keep('field-0', 'a later edit of the first', 10)).toBe('kept');
    expect(await keep('elsewhere', 'one text about cats', 10, otherSite)).toBe('kept');
    expect(await database.count('drafts')).toBe(mostNewDrafts + 1);
  });

  it('beside pausing or removing, after which nothing is added', async () => {
    const epoch = await readEpoch(database);
    const [, afterPause] = await Promise.all([
      changeSettings(database, { paused: true }),
      keepIn(epoch, 'a', 'one text about cats', 2),
    ]);
    expect(afterPause).toBe('paused');
    await changeSettings(database, { paused: false });
    const now = await readEpoch(database);
    const [, afterRemoval] = await Promise.all([removeSite(database, site), keepIn(now, 'a', 'one text on cats', 3)]);
    expect(afterRemoval).toBe('not-allowed');
    await nothing();
  });
});

describe('an epoch', () => {
  it('does not end by settings that say the same, by caps, or by allowing a site again', async () => {
    const epoch = await readEpoch(database);
    await changeSettings(database, { paused: false, capWindow: 2 });
    await addSite(database, site, 5000);
    expect(await readEpoch(database)).toBe(epoch);
  });

  it('never has the number of one before, also after erasing', async () => {
    const seen = [await readEpoch(database)];
    for (let time = 10_000; time < 15_000; time += 1000) {
      await changeSettings(database, { paused: true });
      await changeSettings(database, { paused: false });
      seen.push(await readEpoch(database));
      await eraseEverything(database);
      await addSite(database, site, time);
      seen.push(await readEpoch(database));
    }
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('taking back', () => {
  it('deletes the draft of that field on that site, and no other', async () => {
    await keep('a', 'one text about cats', 1);
    await keep('b', 'quite another about dogs', 2);
    await keep('a', 'a third about birds', 3, otherSite);
    await retractDraft(database, site, 'a');
    expect(await texts(4)).toEqual(['a third about birds', 'quite another about dogs']);
    await retractDraft(database, site, 'unknown');
    expect(await texts(4)).toHaveLength(2);
  });

  it('deletes the true answers that came from it, and touches nothing else of a report (P4)', async () => {
    await keep('a', 'one text about cats', 1);
    await keep('b', 'quite another about dogs', 2);
    const report = { study: 's', round: 'r', body: 'noisy', sendAt: 9, attempts: 0, trueAnswer: 1, drafts: ['id-0'] };
    const [fromOther, fromNone] = [
      { ...report, round: 'other', drafts: ['id-1'] },
      { ...report, round: 'none', trueAnswer: 20, drafts: [] },
    ];
    for (const store of ['outbox', 'receipts'] as const) {
      for (const each of [report, fromOther, fromNone]) await database.put(store, each as never);
    }
    await retractDraft(database, site, 'a');
    for (const store of ['outbox', 'receipts'] as const) {
      expect(await database.getAll(store)).toEqual([fromNone, fromOther, { ...report, trueAnswer: null, drafts: [] }]);
    }
    await forgetDraft(database, 'id-9');
    expect(await database.getAll('outbox')).toMatchObject([{}, fromOther, {}]);
    await forgetDraft(database, 'id-1');
    for (const store of ['outbox', 'receipts'] as const) {
      expect(await database.getAll(store)).toMatchObject([
        { round: 'none', trueAnswer: 20 },
        { round: 'other', trueAnswer: null, drafts: [] },
        { round: 'r', trueAnswer: null },
      ]);
      await database.put(store, fromOther as never);
    }
    await forgetAllDrafts(database);
    for (const store of ['outbox', 'receipts'] as const) {
      expect(await database.getAll(store)).toMatchObject([
        { round: 'none', trueAnswer: 20 },
        { round: 'other', trueAnswer: null, drafts: [] },
        { round: 'r', trueAnswer: null },
      ]);
    }
  });

  it('lets capturing go on in the same epoch', async () => {
    const epoch = await readEpoch(database);
    await keep('a', 'one text about cats', 1);
    await retractDraft(database, site, 'a');
    expect(await readEpoch(database)).toBe(epoch);
  });
});

describe('why a field was refused', () => {
  const refused = async () => (await listSites(database)).find(({ origin }) => origin === site)?.refused;
  beforeEach(async () => noteRefusal(database, site, 'one-time-code', await readEpoch(database), 7));

  it('is remembered with the site', async () => {
    expect(await refused()).toEqual({ reason: 'one-time-code', at: 7 });
  });

  it('goes with forgetting all, and with forgetting a draft of the site', async () => {
    await keep('a', 'one text about cats', 8);
    await keep('b', 'quite another about dogs', 8, otherSite);
    await forgetDraft(database, 'id-1');
    expect(await refused()).toBeDefined();
    await forgetDraft(database, 'id-0');
    expect(await refused()).toBeUndefined();
    await noteRefusal(database, site, 'password', await readEpoch(database), 9);
    await forgetAllDrafts(database);
    expect(await refused()).toBeUndefined();
  });

  it('goes with removing the site, and is not noted afterwards', async () => {
    await removeSite(database, site);
    await noteRefusal(database, site, 'password', await readEpoch(database), 9);
    expect(await refused()).toBeUndefined();
    await addSite(database, site, 10);
    expect(await refused()).toBeUndefined();
  });

  it('is not noted from an earlier epoch', async () => {
    const epoch = await readEpoch(database);
    await forgetAllDrafts(database);
    await noteRefusal(database, site, 'password', epoch, 9);
    expect(await refused()).toBeUndefined();
  });
});
