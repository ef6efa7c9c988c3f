import { expect, test } from 'vitest';
import { countFound, mayDeclare, standardError } from '../../../../evaluation/languages/held-out.ts';

test('off-topic messages do not count', () => {
  const verdicts = ['right', 'wrong', 'off-topic', 'right'] as const;
  expect(countFound(verdicts.map((verdict) => ({ similarity: 0.5, verdict })))).toEqual({ found: 2, of: 3 });
});

test('the standard error is the binomial one', () => {
  expect(standardError({ found: 15, of: 20 })).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 20), 12);
});

test('a language goes where held-out messages are below three in four by more than chance', () => {
  // P(X <= 17) = .022 and P(X <= 18) = .051 for 30 messages of which three in four are found.
  const older = { found: 30, of: 30 };
  expect(mayDeclare({ found: 17, of: 30 }, older)).toBe(false);
  expect(mayDeclare({ found: 18, of: 30 }, older)).toBe(true);
});

test('a language goes where all its messages together are below three in four', () => {
  expect(mayDeclare({ found: 22, of: 30 }, { found: 22, of: 30 })).toBe(false);
  expect(mayDeclare({ found: 22, of: 30 }, { found: 23, of: 30 })).toBe(true);
});
