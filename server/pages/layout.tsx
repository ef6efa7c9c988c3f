import type { ComponentChildren, JSX } from 'preact';
import { render } from 'preact-render-to-string';
import { LanguageLinks } from './language-links.tsx';
import { stylesheet } from './stylesheet.ts';
import { useAddress, useReader, type Visit, VisitProvider } from './visit.ts';

interface PageProps {
  /** What it is about; nothing for the page with which everything begins. */
  readonly title?: string;
  /** Address of the page in the navigation that this one belongs to. */
  readonly trail?: readonly { readonly href: string; readonly label: string }[];
  /** Only for a page whose address a link to another language would lose: it offers the languages in another way. */
  readonly ownLanguages?: boolean;
  readonly children: ComponentChildren;
}

/** What every page of the server shares. No script, no cookie, nothing from elsewhere. */
export function Page({ title, trail = [], ownLanguages = false, children }: PageProps) {
  const { say, tell, language, direction } = useReader();
  const to = useAddress();
  const product = say('product');
  const openApi = '/v1/openapi.json';
  return (
    <html lang={language} dir={direction}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title === undefined ? say('studies_title') : say('page_title', { title, product })}</title>
        <link rel="stylesheet" href={stylesheet.path} />
      </head>
      <body>
        <a class="skip" href="#content">
          {say('page_skip')}
        </a>
        <header class="masthead">
          <nav aria-label={say('page_navigation')}>
            <a class="wordmark" href={to('/')}>
              {product}
            </a>
            {trail.map(({ href, label }) => (
              <a key={href} href={to(href)}>
                {label}
              </a>
            ))}
          </nav>
        </header>
        <main id="content">{children}</main>
        <footer>
          <div class="foot">
            {!ownLanguages && <LanguageLinks />}
            <p>{tell('page_footer', { address: <a href={openApi}>{openApi}</a> })}</p>
          </div>
        </footer>
      </body>
    </html>
  );
}

export const html = (page: JSX.Element, visit: Visit): string =>
  `<!doctype html>${render(<VisitProvider value={visit}>{page}</VisitProvider>)}`;
