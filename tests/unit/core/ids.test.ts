import { expect, test } from 'vitest';
import { roundIdSchema, sha256Schema, studyIdSchema } from '../../../core/ids.ts';

const schemas = [sha256Schema, studyIdSchema, roundIdSchema];

test('an id is 64 lower-case hexadecimal digits', () => {
  const id = '0123456789abcdef'.repeat(4);
  for (const schema of schemas) expect(schema.parse(id)).toBe(id);
});

test.each([
  ['one digit too few', 'a'.repeat(63)],
  ['one digit too many', 'a'.repeat(65)],
  ['upper case', 'A'.repeat(64)],
  ['another letter', 'g'.repeat(64)],
  ['a line break', `${'a'.repeat(64)}\n`],
])('refuses %s', (_what, id) => {
  for (const schema of schemas) expect(schema.safeParse(id).success).toBe(false);
});
