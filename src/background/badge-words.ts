import { say } from '../language/say.ts';

/** What the toolbar button tells its volunteer; a page can see none of it. */
export interface BadgeFacts {
  readonly paused: boolean;
  /** Reports that wait, those included whose votes are being sealed: drafts do not move the number. */
  readonly waiting: number;
  /** Whether what is typed in this tab is kept. */
  readonly kept: boolean;
}

/** What stands on the toolbar button, and what is said of it. */
export interface Badge {
  readonly text: string;
  readonly title: string;
}

const dot = '•';

/** A number when reports wait, else a dot where drafts are kept, and everywhere while paused. */
export function badgeOf({ paused, waiting, kept }: BadgeFacts): Badge {
  const text = waiting > 0 ? String(waiting) : paused || kept ? dot : '';
  const title = paused
    ? say('badge_paused', { waiting })
    : kept
      ? say('badge_kept', { waiting })
      : say('badge_elsewhere', { waiting });
  return { text, title };
}
