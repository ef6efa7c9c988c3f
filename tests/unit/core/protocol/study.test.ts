import { expect, test } from 'vitest';
import {
  budgetsOf,
  defaultBudgets,
  kindOf,
  languagesOf,
  languageTagSchema,
  type Study1,
  type Study2,
} from '../../../../core/protocol/study.ts';

const budgets = { rounds: 2, bytes: 5_000, leastEpsilon: 1 };
const second = { format: 'data-donor/study/2', kind: 'demo', languages: ['de', 'pt-BR'], budgets } as Study2;
const first = { format: 'data-donor/study/1' } as Study1;

test('a study of version 2 says what it is; one of version 1 is real, English, and has the widest budgets', () => {
  expect([kindOf(second), languagesOf(second), budgetsOf(second)]).toEqual(['demo', ['de', 'pt-BR'], budgets]);
  expect([kindOf(first), languagesOf(first), budgetsOf(first)]).toEqual(['real', ['en'], defaultBudgets]);
});

test.each([
  ['en', true],
  ['pt-BR', true],
  ['zh-Hant', true],
  ['sr-Latn-RS', true],
  ['es-419', true],
  ['EN', false],
  ['english', false],
  ['pt_BR', false],
  ['en-', false],
])('%s is a language tag: %s', (tag, valid) => {
  expect(languageTagSchema.safeParse(tag).success).toBe(valid);
});
