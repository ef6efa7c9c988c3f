import { expect, test } from 'vitest';
import { openFresh } from './opened-database.ts';

/** No test can pull the plug, so the settings that matter when somebody does are read back. */
test.for([
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['secure_delete', 1],
  ['foreign_keys', 1],
  ['busy_timeout', 5000],
  ['journal_size_limit', 16 * 1024 * 1024],
] as const)('a database is opened with %s = %s', ([name, value]) => {
  expect(openFresh().pragma(name, { simple: true })).toBe(value);
});
