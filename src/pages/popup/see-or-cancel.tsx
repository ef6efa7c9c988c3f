import { say } from '../../language/say.ts';

/**
 * The way to a report that waits.
 *
 * @param props.title of its question, quoted
 */
export const SeeOrCancel = ({ title }: { readonly title: string }) => (
  <a
    href="../home/index.html#receipts"
    target="_blank"
    aria-label={say('popup_see_or_cancel_report', { title })}
    rel="noopener"
  >
    {say('popup_see_or_cancel')}
  </a>
);
