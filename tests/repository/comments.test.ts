import { expect, test } from 'vitest';
import { linesWith } from './tracked-files.ts';

test('comments wrap at 120 columns', () => {
  expect(linesWith(/\.(ts|tsx|mjs|css|py)$/, /^(?=\s*(?:\/\/|\/\*|\*|#)).{121,}$/)).toEqual([]);
});
