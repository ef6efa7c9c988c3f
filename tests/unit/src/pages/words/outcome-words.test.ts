import { expect, test } from 'vitest';
import type { RoundId, StudyId } from '../../../../../core/ids.ts';
import type { RoundState } from '../../../../../src/donation/round-states.ts';
import { outcomeInWords } from '../../../../../src/pages/words/outcome-words.ts';
import { reasonOf } from '../../../../../src/refusal.ts';

const study = 'a'.repeat(64) as StudyId;
const round = 'b'.repeat(64) as RoundId;
const waiting = (sendAt: number, attempts = 0) => ({ kind: 'waiting', sendAt, attempts }) as const;
const ended = reasonOf('reason_study_ended');

test.for<[string, { kind: string }, string]>([
  ['being sealed', { kind: 'sealing' }, 'Being answered and sealed on this device.'],
  ['waiting', waiting(31_000), 'Sealed. The report leaves in 30 seconds. You can cancel it until then.'],
  ['tried before', waiting(61_000, 1), 'Sealed. The server did not reply. The report is tried again in 1 minute.'],
  ['due', waiting(1_000), 'Sealed. The report leaves as soon as the server can be reached.'],
  ['sent', { kind: 'sent' }, 'Sent.'],
  ['cancelled', { kind: 'cancelled', reason: null } as never, 'Cancelled. Nothing was sent.'],
  [
    'cancelled too late',
    { kind: 'cancelled', reason: reasonOf('reason_report_on_its_way') } as never,
    'Cancelled. It was on its way before: the study server may have received it.',
  ],
  ['refused', { kind: 'refused', reason: ended } as never, 'Not counted. This study has ended.'],
  ['answered before', { kind: 'already-answered' }, 'Answered before. Each question is answered once.'],
  ['interrupted', { kind: 'interrupted' }, 'Interrupted before it was answered. Nothing was sent.'],
  ['skipped', { kind: 'skipped', reason: ended } as never, 'Skipped. This study has ended.'],
])('a round that is %s says so', ([, state, words]) => {
  expect(outcomeInWords({ study, round, ...state } as RoundState, 1_000, false)).toBe(words);
});

test('while everything is paused, nothing is said to leave', () => {
  for (const now of [0, 60_000]) {
    expect(outcomeInWords({ study, round, ...waiting(30_000) }, now, true)).toBe(
      'Sealed. The report waits until you resume.',
    );
  }
  expect(outcomeInWords({ study, round, kind: 'sealing' }, 0, true)).toBe('It is sealed after you resume.');
});
