import { type JoinLink, JoinLinkError, parseJoinLink } from '../../../core/protocol/join-link.ts';
import { joinLinkReason, type Reason, reasonOf } from '../../refusal.ts';

/** What stands in the review page's fragment: nothing, a link that can be used, or one that cannot. */
export type Linked =
  | { readonly kind: 'none' }
  | { readonly kind: 'link'; readonly text: string; readonly link: JoinLink }
  | { readonly kind: 'unusable'; readonly reason: Reason };

/** Reads the join link from a location's fragment, as `reviewAddress` writes it. */
export function linkedStudy(fragment: string): Linked {
  const encoded = fragment.replace(/^#/, '');
  if (encoded === '') return { kind: 'none' };
  try {
    const text = decodeURIComponent(encoded);
    return { kind: 'link', text, link: parseJoinLink(text) };
  } catch (error) {
    if (error instanceof JoinLinkError) return { kind: 'unusable', reason: joinLinkReason(error) };
    if (error instanceof URIError) return { kind: 'unusable', reason: reasonOf('reason_link_damaged') };
    throw error;
  }
}
