// What every page runs first. A page's own code is not named in its HTML: what is named there is opened before the
// first words are on the screen, and each file makes them wait.

const pages: Readonly<Record<string, () => Promise<unknown>>> = {
  home: () => import('./home/index.tsx'),
  popup: () => import('./popup/index.tsx'),
  review: () => import('./review/index.tsx'),
  'try-it': () => import('./try-it/index.tsx'),
  welcome: () => import('./welcome/index.tsx'),
};

void pages[document.documentElement.dataset.page ?? '']?.();
