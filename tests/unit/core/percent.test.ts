import { expect, test } from 'vitest';
import { percent, percentRange, shortPercent } from '../../../core/percent.ts';

test('numbers keep their sign, and nothing is "minus zero"', () => {
  expect(percent(0.1234)).toBe('12.3%');
  expect(percent(-0.008)).toBe('−0.8%');
  expect(percent(-0.0001)).toBe('0.0%');
  expect(percentRange(-0.013, 0.05)).toBe('−1.3 to 5.0%');
  expect(shortPercent(0.95)).toBe('95%');
  expect(shortPercent(0.025)).toBe('2.5%');
});
