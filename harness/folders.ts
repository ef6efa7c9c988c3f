import { join, resolve } from 'node:path';

/** Top folder of the repository. */
export const repository = resolve(import.meta.dirname, '..');

/** Folder of the built extension. */
export const builtExtension = (browser: 'chrome' | 'firefox'): string => join(repository, 'dist', browser);
