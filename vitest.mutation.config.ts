import { defineConfig } from 'vitest/config';
import { partOf } from './scripts/mutation-scopes.mjs';

const { tests } = partOf(process.env.DONOR_MUTATE);

/** The tests of one part of mutation testing, see scripts/mutate.mjs. */
export default defineConfig({
  define: { __BROWSER__: JSON.stringify('chrome') },
  test: { include: tests, exclude: ['**/*.slow.test.ts'], testTimeout: 20_000 },
});
