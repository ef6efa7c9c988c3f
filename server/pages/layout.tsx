import type { ComponentChildren, JSX } from 'preact';
import { render } from 'preact-render-to-string';
import { stylesheet } from './stylesheet.ts';

interface PageProps {
  readonly title: string;
  /** Address of the page in the navigation that this one belongs to. */
  readonly trail?: readonly { readonly href: string; readonly label: string }[];
  readonly children: ComponentChildren;
}

/** What every page of the server shares. No script, no cookie, nothing from elsewhere. */
export function Page({ title, trail = [], children }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title === 'Studies' ? 'Data Donor studies' : `${title} · Data Donor`}</title>
        <link rel="stylesheet" href={stylesheet.path} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="masthead">
          <nav aria-label="Pages">
            <a class="wordmark" href="/">
              Data Donor
            </a>
            {trail.map(({ href, label }) => (
              <a key={href} href={href}>
                {label}
              </a>
            ))}
          </nav>
        </header>
        <main id="content">{children}</main>
        <footer>
          <p class="foot">
            These pages run no script, set no cookie and load nothing from elsewhere. This server stores and logs
            neither addresses nor browsers. Machines read the same at <a href="/v1/openapi.json">/v1/openapi.json</a>.
          </p>
        </footer>
      </body>
    </html>
  );
}

export const html = (page: JSX.Element): string => `<!doctype html>${render(page)}`;
