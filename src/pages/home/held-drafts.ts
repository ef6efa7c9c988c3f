import type { Forgotten } from '../../drafts/forgetting.ts';
import { mostDrafts } from '../../drafts/quotas.ts';
import { sameMark, type UndoMark } from '../../storage/capture-epoch.ts';

/** What the open page holds for an undo; nothing else does. */
export type HeldDrafts = Forgotten;

/** Adds a forgetting to what is held: one right after another is undone with it, any other one takes its place. */
export function holdForgotten(held: HeldDrafts | null, forgotten: Forgotten): HeldDrafts {
  if (!held || !sameMark(held.after, forgotten.before)) return forgotten;
  const drafts = [...forgotten.drafts, ...held.drafts];
  if (drafts.length > mostDrafts) return forgotten;
  return { ...forgotten, count: held.count + forgotten.count, drafts };
}

/**
 * What is still held when the device stands at `mark`: nothing once that has moved on, for the undo would be refused.
 * A mark that was read before the forgetting came too late to say so.
 */
export const stillHeld = (held: HeldDrafts | null, mark: UndoMark): HeldDrafts | null =>
  held && (sameMark(held.after, mark) || sameMark(held.before, mark)) ? held : null;
