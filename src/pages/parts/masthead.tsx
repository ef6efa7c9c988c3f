import type { ComponentChildren } from 'preact';
import mark from '../../icons/mark.svg?url';

/** Mark and name on top of every page. */
export const Masthead = ({ children }: { readonly children?: ComponentChildren }) => (
  <header class="masthead">
    <span class="wordmark">
      <img src={mark} alt="" width="24" height="24" />
      Data Donor
    </span>
    {children}
  </header>
);
