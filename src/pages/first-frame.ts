// What every page runs first. The page shows what stands in its index.html, and only then is made to run its own code:
// the first words are on the screen sooner, and the code is fetched meanwhile (vite.config.ts).

const pages: Readonly<Record<string, () => Promise<unknown>>> = {
  home: () => import('./home/index.tsx'),
  popup: () => import('./popup/index.tsx'),
  review: () => import('./review/index.tsx'),
  'try-it': () => import('./try-it/index.tsx'),
  welcome: () => import('./welcome/index.tsx'),
};

const begin = () => pages[document.documentElement.dataset.page ?? '']?.();

// A page that nobody sees has no frames.
if (document.hidden) void begin();
else requestAnimationFrame(() => setTimeout(begin));
