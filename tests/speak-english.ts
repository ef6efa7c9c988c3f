import { vi } from 'vitest';
import { readCatalogue } from './catalogues.ts';

const english = readCatalogue('en');

// Outside a browser nothing else knows the catalogues.
vi.mock('../src/language/catalogue.ts', () => ({
  textOf: (key: string) => english[key] ?? '',
  browserLocale: () => 'en-GB',
}));
