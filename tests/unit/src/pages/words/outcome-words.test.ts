import { expect, test } from 'vitest';
import type { RoundId, StudyId } from '../../../../../core/ids.ts';
import { outcomeInWords } from '../../../../../src/pages/words/outcome-words.ts';

const study = 'a'.repeat(64) as StudyId;
const round = 'b'.repeat(64) as RoundId;

test('each outcome says what comes next', () => {
  expect(outcomeInWords({ kind: 'sealed', study, round, sendAt: 30_000 }, 0)).toBe(
    'Sealed. The report leaves in 30 seconds; you can cancel it until then.',
  );
  expect(outcomeInWords({ kind: 'sealed', study, round, sendAt: 30_000 }, 31_000)).toBe(
    'Sealed. The report leaves now.',
  );
  expect(outcomeInWords({ kind: 'already-answered', study, round }, 0)).toBe(
    'Answered before. Every round is answered once.',
  );
  expect(outcomeInWords({ kind: 'skipped', study, reason: { key: 'reason_study_ended' } }, 0)).toBe(
    'Skipped. This study has ended.',
  );
});
