import { expect, test } from 'vitest';
import { runTool } from './run-tool.ts';

test('all types agree', () => {
  const { code, output } = runTool('typescript/bin/tsc', ['--noEmit']);
  expect(code, output).toBe(0);
});
