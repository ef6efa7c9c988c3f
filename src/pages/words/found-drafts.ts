import { fold } from '../../../core/folding.ts';
import type { Draft } from '../../storage/database.ts';

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
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) groups.set(draft.site, [...(groups.get(draft.site) ?? []), draft]);
  return Array.from(groups, ([site, ofSite]) => ({ site, drafts: ofSite }));
}
