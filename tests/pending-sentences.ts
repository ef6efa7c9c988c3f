/** Beginnings of paths whose visible text still stands in code. */
export const pendingCode: readonly string[] = [
  'src/capture/field-cases.ts',
  'src/pages/home/',
  'src/pages/parts/paged.tsx',
  'src/pages/review/',
  'src/pages/try-it/',
  'src/pages/words/',
];

/** Files of sentences that are still to be translated, or that hold sentences which no code says yet. */
export const pendingCatalogues: readonly string[] = ['core/words', 'home.json', 'review.json', 'try-it.json'];

/** Pages that still say words which are in no catalogue. */
export const pendingPages: readonly string[] = ['home', 'review', 'try-it'];
