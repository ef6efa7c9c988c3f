/** Moves the focus to the heading of the section that is shown: what had the focus is gone from the page. */
export const focusSection = (): void => document.querySelector<HTMLElement>('main h1')?.focus();
