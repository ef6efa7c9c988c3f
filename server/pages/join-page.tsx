import type { InstallLinks } from '../configuration.ts';
import { Page } from './layout.tsx';

/** `/join`: where a join link leads. Study and key stand after the "#", which a browser never sends. */
export function JoinPage({ install }: { readonly install: InstallLinks }) {
  return (
    <Page title="Join a study">
      <JoinSteps install={install} />
      <p class="meta">
        Not sure whom you are dealing with? The <a href="/">studies on this server</a> name their researchers and how to
        reach them.
      </p>
    </Page>
  );
}

/** What to do with a join link, step by step. No page can find out whether the extension is installed already. */
export function JoinSteps({ install }: { readonly install: InstallLinks }) {
  const stores = [
    { address: install.chrome, name: 'Install it in Chrome' },
    { address: install.firefox, name: 'Install it in Firefox' },
  ];
  return (
    <>
      <h1>You were invited to a study</h1>
      <p class="lead">
        Opening this link has told nobody which study it is, and nothing has started. Joining takes three steps, and you
        can stop before each.
      </p>
      <ol class="steps">
        <li>
          <h2>Install the Data Donor extension</h2>
          <p>
            In Chrome or Firefox. When it is installed it may read no site at all; you allow sites one by one, later and
            only if you like.
          </p>
          {stores.map(
            ({ address, name }) =>
              address !== undefined && (
                <p key={name}>
                  <a href={address} rel="noopener">
                    {name}
                  </a>
                </p>
              ),
          )}
        </li>
        <li>
          <h2>Give it this link</h2>
          <p>
            Click the extension's icon while this page is in front: it finds the link by itself. Or copy the whole
            address of this page, up to the very last character, and paste it under “Join a study”.
          </p>
        </li>
        <li>
          <h2>Read, then decide</h2>
          <p>
            Choose “Review this study”. Your browser asks for permission to reach this server, and fetches one signed
            document: who asks, what is asked, what leaves your browser, and the odds that a vote is true. If you
            decline, the permission is given back and nothing more is ever sent.
          </p>
        </li>
      </ol>
    </>
  );
}
