import { expect, test } from 'vitest';
import { runTool } from './run-tool.ts';

// Beside other work on two processors it takes minutes.
test('all types agree', { timeout: 600_000 }, () => {
  const { code, output } = runTool('typescript/bin/tsc', ['--noEmit']);
  expect(code, output).toBe(0);
});
