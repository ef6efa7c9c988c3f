import type { ComponentChildren } from 'preact';
import mark from '../../icons/mark.svg?url';
import { say } from '../../language/say.ts';

/** Mark and name on top of every page. */
export const Masthead = ({ children }: { readonly children?: ComponentChildren }) => (
  <header class="masthead">
    <span class="wordmark">
      <img src={mark} alt="" width="24" height="24" />
      {say('extension_name')}
    </span>
    {children}
  </header>
);
