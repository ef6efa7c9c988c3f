import { defineConfig } from 'vitest/config';

const suites = 'tests/{unit,property,vectors,store,repository}/**';
/** Code of the extension is tested as built for Chrome; what differs in Firefox is tested in the built extension. */
const define = { __BROWSER__: JSON.stringify('chrome') };
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

/**
 * One run over all suites. `fast` is what `npm run test:fast` runs. A file called `….slow.test.ts` starts processes,
 * loads the model, or works for seconds. What needs a built extension and real browsers stands in `e2e`, one file at a
 * time.
 */
export default defineConfig({
  test: {
    // Vitest leaves one processor idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        define,
        test: {
          name: 'fast',
          include: [`${suites}/*.test.{ts,tsx}`],
          exclude: ['**/*.slow.test.ts'],
          setupFiles: ['tests/speak-english.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'slow',
          include: [`${suites}/*.slow.test.ts`],
          setupFiles: ['tests/speak-english.ts'],
          ...patience,
        },
      },
      { test: { name: 'statistics', include: ['tests/statistics/**/*.test.ts'], testTimeout: 600_000 } },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/build.ts'],
          setupFiles: ['tests/speak-english.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
