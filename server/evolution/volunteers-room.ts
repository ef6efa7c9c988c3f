import type { RoundId, StudyId } from '../../core/ids.ts';
import { type Charge, decideCharge, defaultCaps, windowMs } from '../../core/privacy/ledger.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import { cohortsOf } from '../../core/protocol/manifest.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * On which day, from 1 for today, a volunteer of a cohort can answer a further round at the earliest, who keeps the
 * default caps, takes part in no other study, and has answered every round of this one when it opened; null for never.
 *
 * @param rounds of the study so far
 * @param further realised epsilon of the round, and when it closes; milliseconds since 1970, as `now`
 */
export function firstDayWithRoom(
  rounds: Bundle['rounds'],
  cohort: number,
  further: { readonly epsilon: number; readonly closesAt: number },
  now: number,
): number | null {
  const ledger: Charge[] = [];
  const decide = (round: number, epsilon: number, at: number) =>
    decideCharge({ ledger, caps: defaultCaps, study: noStudy, round: numbered(round), epsilon, now: at });
  for (const [i, { signed }] of rounds.entries()) {
    const { mechanism, opensAt } = signed.document;
    if (!cohortsOf(signed.document).includes(cohort)) continue;
    const decision = decide(i, realisedEpsilon(mechanism), Date.parse(opensAt));
    if (decision.kind === 'allowed') ledger.push(decision.charge);
  }
  // Room comes back when a charge has left the window, and at no other time.
  const times = [now, ...ledger.map(({ at }) => at + windowMs + 1).filter((at) => at > now)];
  const first = times.find(
    (at) => at < further.closesAt && decide(rounds.length, further.epsilon, at).kind === 'allowed',
  );
  return first === undefined ? null : 1 + Math.floor((first - now) / dayMs);
}

const noStudy = '0'.repeat(64) as StudyId;
const numbered = (i: number): RoundId => i.toString(16).padStart(64, '0') as RoundId;
