// Mutation testing: changes the code in thousands of small ways and looks whether a test fails. Started by
// scripts/mutate.mjs, which names the part in DONOR_MUTATE.
import { partOf } from './scripts/mutation-scopes.mjs';

const { name, mutate, patienceMs = 20_000 } = partOf(process.env.DONOR_MUTATE);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate,
  // Nearly all strings are words of messages, which no test should pin. What a string decides, other changes show.
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  // What ran before is not run again while neither the code nor its tests have changed.
  incremental: true,
  incrementalFile: `.mutation/${name}.json`,
  ignoreStatic: true,
  timeoutMS: patienceMs,
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
  htmlReporter: { fileName: `.mutation/${name}.html` },
  jsonReporter: { fileName: `.mutation/${name}.report.json` },
  tempDirName: `.mutation/sandbox-${name}`,
  ignorePatterns: ['models', 'dist', 'docs', '.mutation', 'setup.log'],
};
