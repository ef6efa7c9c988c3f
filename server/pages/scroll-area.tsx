import type { ComponentChildren } from 'preact';

/** What may be wider than the page. It takes the focus, so that the arrow keys move it. */
export function ScrollArea({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus no key could scroll it.
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
