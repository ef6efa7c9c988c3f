import { expect, test } from 'vitest';
import type { Forgotten } from '../../../../../src/drafts/forgetting.ts';
import { holdForgotten, stillHeld } from '../../../../../src/pages/home/held-drafts.ts';
import type { Draft } from '../../../../../src/storage/database.ts';

const mark = (epoch: number, takenBack = 0) => ({ epoch, takenBack });
const draft = (id: string): Draft => ({
  id,
  field: id,
  text: id,
  site: 'https://a.example',
  createdAt: 1,
  editedAt: 1,
});
const forgotten = (ids: readonly string[], before: number): Forgotten => ({
  count: ids.length,
  drafts: ids.map(draft),
  before: mark(before),
  after: mark(before + 1),
});

test('forgettings right after one another are undone together, by the mark of the last', () => {
  const held = holdForgotten(holdForgotten(null, forgotten(['a', 'b'], 5)), forgotten(['c'], 6));
  expect(held.drafts.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect([held.count, held.after]).toEqual([3, mark(7)]);
});

test('what lies in between ends the undo of the earlier one', () => {
  const held = holdForgotten(holdForgotten(null, forgotten(['a'], 5)), forgotten(['b'], 8));
  expect(held.drafts.map(({ id }) => id)).toEqual(['b']);
});

test('no more is held than may be kept', () => {
  const many = Array.from({ length: 500 }, (_, i) => `draft-${i}`);
  expect(holdForgotten(holdForgotten(null, forgotten(many, 5)), forgotten(['a'], 6)).drafts).toHaveLength(1);
});

test('nothing is held once the device has moved on', () => {
  const held = forgotten(['a'], 5);
  expect(stillHeld(held, mark(6))).toBe(held);
  // Read before the forgetting.
  expect(stillHeld(held, mark(5))).toBe(held);
  for (const moved of [mark(7), mark(6, 1), mark(0)]) expect(stillHeld(held, moved)).toBeNull();
});
