import { fold } from '../../../core/folding.ts';
import type { Draft } from '../../storage/database.ts';
import { groupsOf } from './groups.ts';

/** Drafts that hold every word of `sought`, in text or site, also as a part of a longer word; all when it has none. */
export function draftsWith(drafts: readonly Draft[], sought: string): readonly Draft[] {
  const parts = fold(sought)
    .split(/\s+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return drafts;
  return drafts.filter(({ text, site }) => {
    const searched = `${fold(text)} ${site}`;
    return parts.every((part) => searched.includes(part));
  });
}

/** Drafts as groups of one site, in the order in which each site comes first. */
export function draftsBySite(drafts: readonly Draft[]): { readonly site: string; readonly drafts: readonly Draft[] }[] {
  return Array.from(
    groupsOf(drafts, ({ site }) => site),
    ([site, ofSite]) => ({ site, drafts: ofSite }),
  );
}
