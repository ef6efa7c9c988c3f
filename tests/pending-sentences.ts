/** Beginnings of paths whose visible text still stands in code. */
export const pendingCode: readonly string[] = [];

/** Files of sentences that are still to be translated, or that hold sentences which no code says yet. */
export const pendingCatalogues: readonly string[] = [];

/** Pages that still say words which are in no catalogue. */
export const pendingPages: readonly string[] = [];
