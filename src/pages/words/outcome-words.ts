import type { RoundState } from '../../donation/round-states.ts';
import { say } from '../../language/say.ts';
import { reasonInWords } from './reasons.ts';
import { aheadInWords } from './time.ts';

/** Where one round of a donation stands, in a sentence or two. */
export function outcomeInWords(state: RoundState, now: number, paused: boolean): string {
  switch (state.kind) {
    case 'sealing':
      return say(paused ? 'outcome_sealing_paused' : 'outcome_sealing');
    case 'waiting':
      return waitingInWords(state, now, paused);
    case 'sent':
      return say('outcome_sent');
    case 'cancelled':
      return state.reason === null ? say('outcome_cancelled') : withReason(say('outcome_cancelled_late'), state.reason);
    case 'refused':
      return state.reason === null ? say('outcome_refused') : withReason(say('outcome_refused'), state.reason);
    case 'already-answered':
      return say('outcome_answered_before');
    case 'interrupted':
      return say('outcome_interrupted');
    case 'withdrawn':
      return say('outcome_withdrawn');
    case 'skipped':
      return withReason(say('outcome_skipped'), state.reason);
  }
}

function waitingInWords({ sendAt, attempts }: RoundState & { kind: 'waiting' }, now: number, paused: boolean): string {
  if (paused) return say('outcome_held');
  if (sendAt <= now) return say('outcome_due');
  return say(attempts > 0 ? 'outcome_again' : 'outcome_waiting', { when: aheadInWords(sendAt, now) });
}

/** Two sentences, one after the other. */
const withReason = (sentence: string, reason: Parameters<typeof reasonInWords>[0]): string =>
  `${sentence} ${reasonInWords(reason)}`;
