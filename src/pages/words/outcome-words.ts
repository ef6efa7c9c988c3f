import type { RoundOutcome } from '../../donation/round-outcome.ts';
import { reasonInWords } from './reasons.ts';
import { durationInWords } from './time.ts';

/** What became of one round of a donation, as one sentence. */
export function outcomeInWords(outcome: RoundOutcome, now: number): string {
  switch (outcome.kind) {
    case 'sealed':
      return outcome.sendAt > now
        ? `Sealed. The report leaves in ${durationInWords(outcome.sendAt - now)}; you can cancel it until then.`
        : 'Sealed. The report leaves now.';
    case 'already-answered':
      return 'Answered before. Every round is answered once.';
    case 'withdrawn':
      return 'Its researchers have withdrawn this study. This device has left it.';
    case 'skipped':
      return `Skipped. ${reasonInWords(outcome.reason)}`;
  }
}
