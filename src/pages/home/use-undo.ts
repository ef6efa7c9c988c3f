import { useEffect, useState } from 'preact/hooks';
import type { Forgotten } from '../../drafts/forgetting.ts';
import type { UndoMark } from '../../storage/capture-epoch.ts';
import { type HeldDrafts, holdForgotten, stillHeld } from './held-drafts.ts';

/**
 * The drafts that can be brought back: held until the section or the page is left, or the device moves on.
 *
 * @param busy a command of this page is under way: the news that it moved the device may come before its reply
 */
export function useUndo(mark: UndoMark | undefined, busy: boolean) {
  const [held, setHeld] = useState<HeldDrafts | null>(null);
  useEffect(() => {
    if (mark && !busy) setHeld((now) => stillHeld(now, mark));
  }, [mark, busy]);
  useEffect(() => {
    // A page that is left may be kept for the way back.
    const drop = () => setHeld(null);
    window.addEventListener('pagehide', drop);
    return () => window.removeEventListener('pagehide', drop);
  }, []);
  return {
    held: held && held.drafts.length > 0 ? held : null,
    hold: (forgotten: Forgotten) => setHeld((now) => holdForgotten(now, forgotten)),
    drop: () => setHeld(null),
  };
}
