import type { Plugin } from 'vite';

/** A page's own style sheet comes after this, and so may say otherwise. */
const head = `
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Data Donor</title>
    <link rel="icon" href="../../icons/mark.svg" />
    <link rel="stylesheet" href="../style.css" />
    <script type="module" src="../first-frame.ts"></script>`;

/** The same that src/pages/parts/masthead.tsx draws once the scripts run. */
const masthead = `<header class="masthead">
        <span class="wordmark"><img src="../../icons/mark.svg" alt="" width="24" height="24" />Data Donor</span>
      </header>`;

/** A page's index.html with what all pages share: the head, and the masthead, painted before the scripts have run. */
export function inFrame(html: string): string {
  for (const place of ['<head>', '<!-- masthead -->']) {
    if (html.split(place).length !== 2) throw new Error(`a page needs one ${place}: ${html}`);
  }
  return html.replace('<head>', `<head>${head}`).replace('<!-- masthead -->', masthead);
}

/** Puts the pages of the extension into their frame, before Vite looks for the files that they name. */
export function pageFrame(): Plugin {
  return {
    name: 'page-frame',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { path }) => (path.startsWith('/src/pages/') ? inFrame(html) : html),
    },
  };
}
