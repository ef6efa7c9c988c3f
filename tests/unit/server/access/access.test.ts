import { expect, test } from 'vitest';
import type { Scope, Token } from '../../../../core/protocol/access.ts';
import { createAccess, mayDo, type Need } from '../../../../server/access/access.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import type { StoredToken } from '../../../../server/store/access-store.ts';

function opened() {
  const tokens = new Map<string, StoredToken>();
  return createAccess({
    store: {
      addToken: async (token) => !tokens.has(token.name) && Boolean(tokens.set(token.name, token)),
      tokens: async () => [...tokens.values()],
      deleteToken: async (name) => tokens.delete(name),
    },
    adminToken: 'a'.repeat(43),
    now: () => 0,
    random: secureRandom(),
  });
}

test('tokens are 32 random bytes each, and of many each is found by itself alone', async () => {
  const access = opened();
  const made: string[] = [];
  for (let i = 0; i < 50; i++) {
    const token = await access.create({ name: `t${i}`, study: null, scope: 'read', days: 1 });
    made.push(token?.token ?? '');
  }
  expect(new Set(made).size).toBe(50);
  for (const [i, token] of made.entries()) {
    expect(token).toMatch(/^donor_[A-Za-z0-9_-]{43}$/);
    expect(await access.holderOf(`Bearer ${token}`)).toMatchObject({ kind: 'researcher', token: { name: `t${i}` } });
    expect(await access.holderOf(token)).toBeUndefined();
  }
  expect(await access.holderOf(`Bearer ${'a'.repeat(43)}`)).toEqual({ kind: 'administrator' });
});

const researcher = (scope: Scope, study: string | null) => ({
  kind: 'researcher' as const,
  token: { name: 'ada', study, scope, expiresAt: '2026-03-01T00:00:00Z', state: 'valid' } satisfies Token,
});

test.each([
  ['run', 'commute', 'run', 'commute', true],
  ['run', 'commute', 'read', 'commute', true],
  ['run', 'commute', 'run', 'meals', false],
  ['run', 'commute', 'run', undefined, false],
  ['run', 'commute', 'administrator', 'commute', false],
  ['run', null, 'run', 'meals', true],
  ['run', null, 'run', undefined, true],
  ['run', null, 'administrator', undefined, false],
  ['read', 'commute', 'read', 'commute', true],
  ['read', 'commute', 'read', 'meals', false],
  ['read', 'commute', 'run', 'commute', false],
  ['read', null, 'run', 'commute', false],
] satisfies [Scope, string | null, Need, string | undefined, boolean][])(
  'a token with "%s" for %s, where "%s" is needed for %s: %s',
  (scope, own, need, study, expected) => {
    expect(mayDo(researcher(scope, own), need, study)).toBe(expected);
    expect(mayDo({ kind: 'administrator' }, need, study)).toBe(true);
  },
);
