import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeclarativeNetRequest } from 'webextension-polyfill';
import { confirmHeaderRule, mayRequest, removedHeaders } from '../../../../src/network/header-rule.ts';

type Rule = DeclarativeNetRequest.Rule;

const net = vi.hoisted(() => ({
  rules: [] as unknown[],
  permitted: [] as string[],
  updates: 0,
  /** What the browser makes of rules that it is given. */
  accept: (rules: unknown[]): unknown[] => rules,
}));
vi.mock('webextension-polyfill', () => ({
  default: {
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => net.permitted.includes(origin)),
    },
    declarativeNetRequest: {
      getSessionRules: async () => net.rules,
      updateSessionRules: async ({ removeRuleIds, addRules }: { removeRuleIds: number[]; addRules: Rule[] }) => {
        net.updates++;
        const kept = (net.rules as Rule[]).filter(({ id }) => !removeRuleIds.includes(id));
        net.rules = [...kept, ...net.accept(addRules)];
      },
    },
  },
}));

beforeEach(() => {
  net.rules = [];
  net.permitted = [];
  net.updates = 0;
  net.accept = (rules) => rules;
});

describe('the header rule', () => {
  it('removes what differs between installs from background requests to the server alone', async () => {
    expect(await confirmHeaderRule('https://study.example:8443')).toBe(true);
    const [rule] = net.rules as Rule[];
    expect(rule?.condition).toMatchObject({ requestDomains: ['study.example'], tabIds: [-1] });
    expect(rule?.condition.resourceTypes).toEqual(['xmlhttprequest', 'other']);
    expect(rule?.action.type).toBe('modifyHeaders');
    expect(rule?.action.requestHeaders).toEqual(removedHeaders.map((header) => ({ header, operation: 'remove' })));
    for (const header of ['origin', 'cookie', 'dnt', 'sec-gpc', 'if-none-match', 'referer']) {
      expect(removedHeaders).toContain(header);
    }
  });

  it('is set once and then only read back', async () => {
    await confirmHeaderRule('https://study.example');
    expect(await confirmHeaderRule('https://study.example')).toBe(true);
    expect(net.updates).toBe(1);
  });

  it('is read beside the rules of others', async () => {
    net.rules = [{ id: 7, condition: {}, action: { type: 'block' } }];
    await confirmHeaderRule('https://study.example');
    expect(await confirmHeaderRule('https://study.example')).toBe(true);
    expect(net.updates).toBe(1);
  });

  it('covers two servers that are asked for at once', async () => {
    expect(await Promise.all(['https://a.example', 'https://b.example'].map(confirmHeaderRule))).toEqual([true, true]);
    expect((net.rules as Rule[])[0]?.condition.requestDomains).toEqual(['a.example', 'b.example']);
  });

  it.each<[string, (rules: unknown[]) => unknown[]]>([
    ['drops it', () => []],
    [
      'keeps a part of it',
      (rules) =>
        (rules as Rule[]).map((rule) => ({
          ...rule,
          action: { ...rule.action, requestHeaders: rule.action.requestHeaders?.slice(1) },
        })),
    ],
    [
      'refuses it',
      () => {
        throw new Error('too many rules');
      },
    ],
  ])('is not confirmed when the browser %s', async (_name, accept) => {
    net.accept = accept;
    expect(await confirmHeaderRule('https://study.example')).toBe(false);
    net.accept = (rules) => rules;
    expect(await confirmHeaderRule('https://study.example')).toBe(true);
  });
});

describe('a server may be asked', () => {
  const server = 'https://study.example';

  it('with its permission and the header rule', async () => {
    net.permitted = [`${server}/*`];
    expect(await mayRequest(server)).toBe(true);
    expect(net.rules).toHaveLength(1);
  });

  it('not without its permission, also when the rule is there', async () => {
    await confirmHeaderRule(server);
    expect(await mayRequest(server)).toBe(false);
  });

  it('not without the header rule, also when the permission is there', async () => {
    net.permitted = [`${server}/*`];
    net.accept = () => [];
    expect(await mayRequest(server)).toBe(false);
  });
});
