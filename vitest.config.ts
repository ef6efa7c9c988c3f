import { defineConfig } from 'vitest/config';

/** One run over all suites; what needs a built extension and real browsers stands in `e2e`, one file at a time. */
export default defineConfig({
  test: {
    // Vitest leaves one processor idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['tests/{unit,property,vectors,store,repository}/**/*.test.{ts,tsx}'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'statistics', include: ['tests/statistics/**/*.test.ts'], testTimeout: 600_000 } },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/build.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
