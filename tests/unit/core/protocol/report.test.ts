import { expect, test } from 'vitest';
import { reportSchema } from '../../../../core/protocol/report.ts';

const report = { round: 'cd'.repeat(32), vote: 'AAABAA', nonce: 'A'.repeat(22) };

test('a report holds the round, the vote and its random bytes', () => {
  expect(reportSchema.parse(report)).toEqual(report);
});

test('a report with anything more is no report (P2)', () => {
  for (const field of ['text', 'embedding', 'similarity', 'install', 'time', 'locale', 'trueAnswer']) {
    expect(reportSchema.safeParse({ ...report, [field]: 'x' }).success).toBe(false);
  }
});

test.each([
  ['round', 'CD'.repeat(32)],
  ['round', 'cd'],
  ['vote', ''],
  ['vote', 'AA=='],
  ['nonce', 'A'.repeat(21)],
  ['nonce', 'A'.repeat(23)],
])('refuses %s %j', (field, value) => {
  expect(reportSchema.safeParse({ ...report, [field]: value }).success).toBe(false);
});
