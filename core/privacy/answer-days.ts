import type { RoundId, StudyId } from '../ids.ts';
import { type Charge, decideCharge, defaultCaps, windowMs } from './ledger.ts';

/** Days of the ledger's window. */
export const windowDays = windowMs / (24 * 60 * 60 * 1000);

/**
 * On which day after joining a volunteer answers each round of a study at the earliest, who keeps the default caps and
 * takes part in no other study: from 1, and null for never. The device answers what its ledger lets it, in the order of
 * the list. What was answered on day 1 stops counting on day 31, so no other days come up than 1, 31, 61 and so on.
 *
 * @param rounds realised epsilon of each round, and the last day on which it is open (Infinity when that is far away)
 */
export function answerDays(
  rounds: readonly { readonly epsilon: number; readonly lastDay: number }[],
): readonly (number | null)[] {
  const ledger: Charge[] = [];
  const days: (number | null)[] = rounds.map(() => null);
  for (let window = 0; window < rounds.length; window++) {
    const day = 1 + window * windowDays;
    rounds.forEach(({ epsilon, lastDay }, i) => {
      if (days[i] !== null || day > lastDay) return;
      // A charge counts up to and including its thirtieth day.
      const now = window * (windowMs + 1);
      const decision = decideCharge({ ledger, caps: defaultCaps, study: noStudy, round: numbered(i), epsilon, now });
      if (decision.kind === 'refused') return;
      ledger.push(decision.charge);
      days[i] = day;
    });
  }
  return days;
}

const noStudy = '0'.repeat(64) as StudyId;
const numbered = (i: number): RoundId => i.toString(16).padStart(64, '0') as RoundId;
