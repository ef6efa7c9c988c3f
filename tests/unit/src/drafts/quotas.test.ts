import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addsTooFast,
  beyondQuota,
  mostDrafts,
  mostNewDrafts,
  newDraftsWindowMs,
} from '../../../../src/drafts/quotas.ts';
import type { Draft } from '../../../../src/storage/database.ts';

const draft = (id: string, site: string, editedAt: number, createdAt = editedAt): Draft => ({
  id,
  field: id,
  text: `text ${id}`,
  site,
  createdAt,
  editedAt,
});
const drafts = (site: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => draft(`${site}-${i}`, site, from + i));
const goneIds = (all: Draft[]) => beyondQuota(all).map(({ id }) => id);

describe('what is beyond the quota', () => {
  it('is nothing up to 500', () => {
    expect(mostDrafts).toBe(500);
    expect(goneIds(drafts('a', 500))).toEqual([]);
  });

  it('is the oldest draft of the only site', () => expect(goneIds(drafts('a', 501))).toEqual(['a-0']));

  it('is the oldest of the site with most drafts, not the oldest of all', () => {
    expect(goneIds([...drafts('few', 100, 0), ...drafts('many', 401, 1000)])).toEqual(['many-0']);
    expect(goneIds([...drafts('many', 402, 1000), ...drafts('few', 100, 0)])).toEqual(['many-0', 'many-1']);
  });

  it('is what a flood brings, never the drafts of quiet sites', () => {
    const gone = goneIds([...drafts('quiet', 20, 0), ...drafts('flood', 520, 1000)]);
    expect(gone).toHaveLength(40);
    expect(gone.every((id) => id.startsWith('flood-'))).toBe(true);
  });

  it('is of the site with the older draft when two have equally many', () => {
    expect(goneIds([...drafts('late', 251, 2000), ...drafts('early', 251, 1000)])).toEqual(['early-0', 'late-0']);
  });

  it('is of the site whose oldest draft is older now, not of the one that had the oldest before', () => {
    const [first, ...others] = drafts('a', 201, 5000);
    const early = { ...(first as Draft), editedAt: 0 };
    expect(goneIds([early, ...others, ...drafts('b', 200, 1000), ...drafts('c', 101, 0)])).toEqual(['a-0', 'b-0']);
  });

  it('goes by the last edit, and by the id when that is the same', () => {
    const edited = drafts('a', 501).map((each, i) => (i === 0 ? { ...each, editedAt: 9999 } : each));
    expect(goneIds(edited)).toEqual(['a-1']);
    const equallyOld = drafts('a', 501).map((each) => ({ ...each, editedAt: 7 }));
    expect(goneIds(equallyOld)).toEqual(['a-0']);
    expect(goneIds(equallyOld.toReversed())).toEqual(['a-0']);
  });

  it('leaves exactly 500, and no site with fewer drafts gives before one with more', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, (counts) => {
        const all = counts.flatMap((count, i) => drafts(`s${i}`, count, i));
        const gone = new Set(goneIds(all));
        expect(all.length - gone.size).toBe(Math.min(all.length, mostDrafts));
        const left = counts.map((_, i) => all.filter(({ site, id }) => site === `s${i}` && !gone.has(id)).length);
        const most = Math.max(...left);
        for (const [i, count] of counts.entries())
          if (left[i] !== count) expect(left[i]).toBeGreaterThanOrEqual(most - 1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('adding too fast', () => {
  const now = 10 * newDraftsWindowMs;
  const added = (count: number, at: number, site = 'a') =>
    Array.from({ length: count }, (_, i) => draft(`${site}-${i}`, site, now, at));

  it('is as many new drafts as nobody writes', () => {
    expect(addsTooFast(added(mostNewDrafts - 1, now), 'a', now)).toBe(false);
    expect(addsTooFast(added(mostNewDrafts, now), 'a', now)).toBe(true);
  });

  it('is over after ten minutes, also when the clock is set back', () => {
    expect(newDraftsWindowMs).toBe(600_000);
    expect(addsTooFast(added(mostNewDrafts, now - newDraftsWindowMs + 1), 'a', now)).toBe(true);
    expect(addsTooFast(added(mostNewDrafts, now - newDraftsWindowMs), 'a', now)).toBe(false);
    expect(addsTooFast(added(mostNewDrafts, now + newDraftsWindowMs), 'a', now)).toBe(false);
  });

  it('is told for each site apart', () => {
    expect(addsTooFast(added(mostNewDrafts, now, 'b'), 'a', now)).toBe(false);
  });
});
