import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepDraft, keepDraftMs, listDrafts } from '../../../../src/drafts/draft-store.ts';
import {
  type Forgotten,
  forgetAllDrafts,
  forgetDraft,
  forgetSiteDrafts,
  retractDraft,
} from '../../../../src/drafts/forgetting.ts';
import { mostDrafts } from '../../../../src/drafts/quotas.ts';
import { restoreDrafts } from '../../../../src/drafts/restoring.ts';
import { addSite, removeSite } from '../../../../src/sites/site-store.ts';
import { readEpoch } from '../../../../src/storage/capture-epoch.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';
import { eraseEverything } from '../../../../src/storage/erase.ts';
import { changeSettings } from '../../../../src/storage/settings-store.ts';

const site = 'https://mail.example';
const otherSite = 'https://chat.example';
const cats = { field: 'a', text: 'one text about cats', site };
const dogs = { field: 'b', text: 'quite another about dogs', site };
const birds = { field: 'c', text: 'a third about birds', site: otherSite };
let database: Database;
let ids = 0;
const newId = () => `id-${ids++}`;
const keep = async (draft: typeof cats, now: number) =>
  keepDraft(database, draft, await readEpoch(database), newId(), now);
const restore = ({ drafts, after }: Pick<Forgotten, 'drafts' | 'after'>, now = 100, mayReach = (_: string) => true) =>
  restoreDrafts(database, drafts, after, mayReach, newId, now);
const kept = async (now = 100) => (await listDrafts(database, now)).map(({ text }) => text);

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  ids = 0;
  await addSite(database, site, 1);
  await addSite(database, otherSite, 1);
  await keep(cats, 2);
  await keep(dogs, 3);
  await keep(birds, 4);
});

describe('an undo', () => {
  it('brings back text, site, field and times of a draft under a new id', async () => {
    const forgotten = await forgetDraft(database, 'id-0');
    expect(await kept()).toEqual([birds.text, dogs.text]);
    expect(await restore(forgotten)).toEqual({ kind: 'restored', count: 1 });
    const [restored] = (await database.getAll('drafts')).filter(({ text }) => text === cats.text);
    expect(restored).toEqual({ ...cats, id: 'id-3', createdAt: 2, editedAt: 2 });
  });

  it('brings back those of a site, and all of them', async () => {
    expect(await restore(await forgetSiteDrafts(database, site))).toEqual({ kind: 'restored', count: 2 });
    expect(await restore(await forgetAllDrafts(database))).toEqual({ kind: 'restored', count: 3 });
    expect(await kept()).toEqual([birds.text, dogs.text, cats.text]);
  });

  it('brings back no answer that was deleted with the drafts', async () => {
    const report = { study: 's', round: 'r', body: 'noisy', sendAt: 9, attempts: 0, trueAnswer: 1, drafts: ['id-0'] };
    for (const store of ['outbox', 'receipts'] as const) await database.put(store, report as never);
    await restore(await forgetAllDrafts(database));
    for (const store of ['outbox', 'receipts'] as const) {
      expect(await database.getAll(store)).toEqual([{ ...report, trueAnswer: null, drafts: [] }]);
    }
    // An answer that was being sought in it names an id that no draft has any more: sealing drops it.
    expect(await database.count('drafts', 'id-0')).toBe(0);
  });

  it('twice brings back once', async () => {
    const forgotten = await forgetAllDrafts(database);
    await Promise.all([restore(forgotten), restore(forgotten)]);
    expect(await kept()).toHaveLength(3);
    expect(await restore(forgotten)).toEqual({ kind: 'restored', count: 0 });
  });

  it('does not replace what was written again meanwhile', async () => {
    const forgotten = await forgetDraft(database, 'id-0');
    await keep({ ...cats, field: 'd', text: 'One text about cats, and more' }, 50);
    expect(await restore(forgotten)).toEqual({ kind: 'restored', count: 0 });
    expect(await kept()).toEqual(['One text about cats, and more', birds.text, dogs.text]);
  });

  it('leaves a restored draft to a retraction of its field that comes later', async () => {
    await restore(await forgetDraft(database, 'id-0'));
    await retractDraft(database, site, 'a');
    expect(await kept()).toEqual([birds.text, dogs.text]);
  });

  it('of several forgettings in a row goes by the mark of the last', async () => {
    const first = await forgetDraft(database, 'id-0');
    const second = await forgetDraft(database, 'id-1');
    expect(second.before).toEqual(first.after);
    expect(await restore(first)).toEqual({ kind: 'too-late' });
    const both = { drafts: [...first.drafts, ...second.drafts], after: second.after };
    expect(await restore(both)).toEqual({ kind: 'restored', count: 2 });
  });
});

describe('nothing is brought back', () => {
  const pause = (paused: boolean) => changeSettings(database, { paused });
  const since: [string, () => Promise<unknown>][] = [
    ['a pause, also when it is over', () => pause(true).then(() => pause(false))],
    ['the removal of the site, also when it is allowed again', () => removeSite(database, site).then(() => allow(50))],
    ['the removal of another site', () => removeSite(database, otherSite)],
    ['another forgetting', () => forgetDraft(database, 'id-2')],
    ['erasing, also when the site is allowed again', () => eraseEverything(database).then(() => allow(1000))],
    ['a retraction of its own field', () => retractDraft(database, site, 'a')],
    ['a retraction of any field, since it may be this draft', () => retractDraft(database, otherSite, 'unknown')],
  ];
  const allow = (now: number) => addSite(database, site, now);
  it.each(since)('after %s', async (_name, happen) => {
    const forgotten = await forgetDraft(database, 'id-0');
    await happen();
    expect(await restore(forgotten)).toEqual({ kind: 'too-late' });
    expect(await kept()).not.toContain(cats.text);
  });

  it('while paused, and a forgetting meanwhile offers nothing', async () => {
    const before = await forgetDraft(database, 'id-0');
    await pause(true);
    expect(await restore(before)).toEqual({ kind: 'paused' });
    const forgotten = await forgetAllDrafts(database);
    expect([forgotten.count, forgotten.drafts]).toEqual([2, []]);
    const forged = { ...cats, id: 'forged', createdAt: 2, editedAt: 2 };
    expect(await restore({ drafts: [forged], after: forgotten.after })).toEqual({ kind: 'paused' });
    expect(await kept()).toEqual([]);
  });

  it('of a site that was removed before', async () => {
    await removeSite(database, site);
    const forgotten = await forgetAllDrafts(database);
    expect(forgotten.count).toBe(3);
    expect(forgotten.drafts.map(({ text }) => text)).toEqual([birds.text]);
    const forged = [...forgotten.drafts, { ...cats, id: 'forged', createdAt: 2, editedAt: 2 }];
    expect(await restore({ drafts: forged, after: forgotten.after })).toEqual({ kind: 'restored', count: 1 });
    expect(await kept()).toEqual([birds.text]);
  });

  it('of a site that the browser no longer lets the extension read', async () => {
    const forgotten = await forgetAllDrafts(database);
    await restore(forgotten, 100, (origin) => origin !== site);
    expect(await kept()).toEqual([birds.text]);
  });

  it('that was retracted before the forgetting', async () => {
    await retractDraft(database, site, 'a');
    const forgotten = await forgetAllDrafts(database);
    expect(await restore(forgotten)).toEqual({ kind: 'restored', count: 2 });
    expect(await kept()).not.toContain(cats.text);
  });

  it('that is over meanwhile', async () => {
    const forgotten = await forgetAllDrafts(database);
    const now = keepDraftMs + 3;
    expect(await restore(forgotten, now)).toEqual({ kind: 'restored', count: 1 });
    expect(await kept(now)).toEqual([birds.text]);
  });

  it('that arrives beside erasing, pausing or removing, whichever is first', async () => {
    const ends: (() => Promise<unknown>)[] = [
      () => eraseEverything(database),
      () => pause(true).then(() => pause(false)),
      () => removeSite(database, site),
    ];
    for (const end of ends) {
      for (const first of [true, false]) {
        await addSite(database, site, 1000);
        await keep(cats, 5);
        const [draft] = (await database.getAll('drafts')).filter(({ text }) => text === cats.text);
        const forgotten = await forgetDraft(database, draft?.id ?? '');
        const tasks = first ? [end, () => restore(forgotten)] : [() => restore(forgotten), end];
        const [one, other] = (await Promise.all(tasks.map((task) => task()))) as ({ kind: string } | undefined)[];
        // What came first is what counts: restored and then deleted or left alone, or never restored.
        if (first) expect(other?.kind).not.toBe('restored');
        else expect(one).toEqual({ kind: 'restored', count: 1 });
        if (end === ends[0]) expect(await kept()).toEqual([]);
        expect(await restore(forgotten)).toEqual({ kind: 'too-late' });
        await forgetAllDrafts(database);
      }
    }
  });
});

describe('the limits hold', () => {
  it('of 500 drafts: what was written meanwhile stays, the oldest of the largest site goes', async () => {
    const many = Array.from({ length: mostDrafts }, (_, i) => ({
      ...cats,
      id: `old-${i}`,
      field: `f-${i}`,
      text: `number${i} of very many`,
      createdAt: i,
      editedAt: i,
    }));
    const { after } = await forgetAllDrafts(database);
    await keep({ ...birds, text: 'this was written meanwhile' }, 600);
    expect(await restore({ drafts: many, after }, 700)).toEqual({ kind: 'restored', count: mostDrafts - 1 });
    expect(await database.count('drafts')).toBe(mostDrafts);
    expect(await kept(700)).toContain('this was written meanwhile');
    expect(await kept(700)).not.toContain('number0 of very many');
  });

  it('of 30 days: no time of a restored draft lies ahead', async () => {
    const forgotten = await forgetAllDrafts(database);
    await restore(forgotten, 1);
    expect((await database.getAll('drafts')).map(({ createdAt, editedAt }) => [createdAt, editedAt])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });
});
