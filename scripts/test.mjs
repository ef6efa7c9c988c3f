// What `npm test` runs: one Vitest run over all suites that ends with the line "N passed, N failed". Further arguments
// are Vitest's own:
//
//   npm test -- --project fast
//   npm test -- tests/unit/core
import { writeSync } from 'node:fs';
import { parseCLI, startVitest } from 'vitest/node';

const count = { passed: 0, failed: 0 };

// Written at the very end, whatever ends the run, so that it is the last line and never missing.
process.on('exit', () => {
  const nothingRan = count.passed + count.failed === 0;
  if (nothingRan || count.failed > 0) process.exitCode ||= 1;
  if (nothingRan) writeSync(2, 'No test ran.\n');
  writeSync(1, `${count.passed} passed, ${count.failed} failed\n`);
});

/** Adds up Vitest's own results; a file that breaks outside its tests is one failure. */
function add(vitest) {
  for (const file of vitest.state.getTestModules()) {
    const states = Array.from(file.children.allTests(), (test) => test.result().state);
    const failed = states.filter((state) => state === 'failed').length;
    count.passed += states.filter((state) => state === 'passed').length;
    count.failed += file.ok() ? failed : Math.max(failed, 1);
  }
  count.failed += vitest.state.getUnhandledErrors().length;
}

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
let vitest;
try {
  vitest = await startVitest('test', filter, { ...options, watch: false, run: true });
} catch (error) {
  console.error(error);
  count.failed += 1;
}
if (vitest) {
  add(vitest);
  await vitest.close();
}
process.exit();
