import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { say } from '../../language/say.ts';

/** Most rows of a list that a page lays out at once: with hundreds a page takes a second to appear. */
const rowsOfPage = 50;

interface Props<Item> {
  readonly items: readonly Item[];
  /** What the items are, as the sentences of `home.json` choose by it. */
  readonly of: 'drafts' | 'receipts' | 'charges' | 'questions' | 'reports' | 'sites' | 'texts';
  /** @param from number of the first one that is shown, from 0 */
  children(shown: readonly Item[], from: number): ComponentChildren;
}

/** A long list in parts of 50, with buttons for the part before and the one after. */
export function Paged<Item>({ items, of, children }: Props<Item>) {
  const [asked, setAsked] = useState(0);
  const place = useRef<HTMLParagraphElement>(null);
  const last = Math.max(0, Math.ceil(items.length / rowsOfPage) - 1);
  const part = Math.min(asked, last);
  const from = part * rowsOfPage;
  const to = Math.min(items.length, from + rowsOfPage);
  const turnTo = (wanted: number) => {
    setAsked(wanted);
    place.current?.focus();
    place.current?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      {last > 0 && (
        <p ref={place} class="muted figure" tabIndex={-1}>
          {say('paged_place', { of, from: from + 1, to, all: items.length })}
        </p>
      )}
      {children(items.slice(from, to), from)}
      {last > 0 && (
        <div class="actions">
          <button type="button" disabled={part === 0} onClick={() => turnTo(part - 1)}>
            {say('paged_before', { of })}
          </button>
          <button type="button" disabled={part === last} onClick={() => turnTo(part + 1)}>
            {say('paged_after', { of })}
          </button>
        </div>
      )}
    </>
  );
}
