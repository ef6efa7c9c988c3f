import { expect, test } from 'vitest';
import { crowdInWords } from '../../../../core/words/crowds.ts';
import { english } from '../../../speakers.ts';

// docs/mathematics.md, "What a study can see": 4.95 % of 300 volunteers at epsilon 4, K = 20; 39.6 % at epsilon 1.
test('names the share and the people behind it', () => {
  const question = { rule: 'random-draft', fewestTexts: 20, minimumReports: 300 } as const;
  expect(crowdInWords(english, { ...question, epsilon: 4 })).toContain(
    'With 300 reports, the fewest that may be published, that takes about 15 of these people (4.9%)',
  );
  expect(crowdInWords(english, { ...question, epsilon: 1 })).toContain('about 119 of these people (40%)');
});

test('says so when nothing would show', () => {
  const hopeless = { rule: 'random-draft', fewestTexts: 1000, epsilon: 0.1, minimumReports: 50 } as const;
  expect(crowdInWords(english, hopeless)).toBe(
    'With 50 reports, the fewest that may be published, no answer would show at all.',
  );
});
