import type { InstallLinks } from '../configuration.ts';
import { languages } from '../language/languages.ts';
import { readerOf } from '../language/reader.ts';
import { Page } from './layout.tsx';
import { useAddress, useReader, VisitProvider } from './visit.ts';

/**
 * `/join`: where a join link leads. Study and key stand after the "#", which a browser never sends. They would be lost
 * on the way to another address, so that the steps stand on this page in every language.
 */
export function JoinPage({ install }: { readonly install: InstallLinks }) {
  const { say, tell } = useReader();
  const to = useAddress();
  return (
    <Page title={say('join_title')} ownLanguages>
      <h1>{say('join_heading')}</h1>
      <JoinSteps install={install} />
      <p class="meta">{tell('join_who', { studies: (words) => <a href={to('/')}>{words}</a> })}</p>
      <StepsInOtherLanguages install={install} />
    </Page>
  );
}

/** What to do with a join link, step by step. No page can find out whether the extension is installed already. */
export function JoinSteps({ install }: { readonly install: InstallLinks }) {
  const { say } = useReader();
  const stores = [
    { address: install.chrome, name: say('join_install_chrome') },
    { address: install.firefox, name: say('join_install_firefox') },
  ];
  return (
    <>
      <p class="lead">{say('join_lead')}</p>
      <ol class="steps">
        <li>
          <h2>{say('join_install_heading')}</h2>
          <p>{say('join_install')}</p>
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
          <h2>{say('join_link_heading')}</h2>
          <p>{say('join_link')}</p>
        </li>
        <li>
          <h2>{say('join_decide_heading')}</h2>
          <p>{say('join_decide')}</p>
        </li>
      </ol>
    </>
  );
}

function StepsInOtherLanguages({ install }: { readonly install: InstallLinks }) {
  const { language, say } = useReader();
  return (
    <section class="other-languages" aria-label={say('page_languages')}>
      {languages
        .filter((other) => other !== language)
        .map((other) => {
          const reader = readerOf(other);
          return (
            <VisitProvider key={other} value={{ reader, asked: undefined }}>
              <details lang={other} dir={reader.direction}>
                <summary>{reader.say('language_name')}</summary>
                <JoinSteps install={install} />
              </details>
            </VisitProvider>
          );
        })}
    </section>
  );
}
