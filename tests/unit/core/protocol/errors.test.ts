import { expect, test } from 'vitest';
import { problem, problemSchema, problems } from '../../../../core/protocol/errors.ts';

test('every problem is a valid RFC 9457 document with an error status', () => {
  for (const code of Object.keys(problems) as (keyof typeof problems)[]) {
    const document = problemSchema.parse(problem(code, 'vote: expected 2 ids'));
    expect(document).toMatchObject({ code, type: `urn:data-donor:problem:${code}`, detail: 'vote: expected 2 ids' });
    expect(document.status).toBeGreaterThanOrEqual(400);
  }
  expect(problem('not-found')).not.toHaveProperty('detail');
});
