import { decideCharge, summarise } from '../../../core/privacy/ledger.ts';
import { realisedEpsilon } from '../../../core/privacy/subset-selection.ts';
import { cohortsOf } from '../../../core/protocol/manifest.ts';
import { hindrance } from '../../consent.ts';
import type { RoundKey } from '../../device.ts';
import { isAnswered, readStoredLedger } from '../../ledger/ledger-store.ts';
import type { Database, RoundRecord } from '../../storage/database.ts';
import { cohortIn } from '../../studies/membership.ts';
import { joinedStudies, roundById, roundsOf } from '../../studies/study-store.ts';
import { isLatelyJoined } from './first-steps.ts';

/** Questions that may be answered, and what answering them takes from the budget; drafts have no part in it. */
export interface Questions {
  readonly rounds: readonly RoundRecord[];
  /** Epsilon that those take for which there is room. */
  readonly uses: number;
  /** Epsilon that is left of the cap for 30 days. */
  readonly left: number;
  readonly cap: number;
  /** How many there is room for. */
  readonly fitting: number;
  /** One of their studies was joined so lately that its volunteer is advised to write first. */
  readonly early: boolean;
}

/** The open questions whose texts are on this device, as far as it has looked for them. */
export async function readOpenQuestions(database: Database, now: number): Promise<Questions> {
  const open: RoundRecord[] = [];
  for (const study of await joinedStudies(database)) {
    const cohort = await cohortIn(database, study.id);
    for (const round of await roundsOf(database, study.id)) {
      const { server } = study;
      // First what costs nothing: a server may show thousands of rounds.
      const ready = round.checked && round.textsCameAt !== undefined && round.sendAt === null && round.problem === null;
      if (!ready || !cohortsOf(round.signed.document).includes(cohort)) continue;
      const found = hindrance({ permission: 'granted', paused: false, study, round, server, now });
      if (found === undefined && !(await isAnswered(database, round))) open.push(round);
    }
  }
  return withCost(database, open, now);
}

/** The questions that a look has found, without those that were answered meanwhile. */
export async function readAskedQuestions(
  database: Database,
  keys: readonly RoundKey[],
  now: number,
): Promise<Questions> {
  const asked: RoundRecord[] = [];
  for (const { study, round } of keys) {
    const record = await roundById(database, study, round);
    if (record && record.sendAt === null && !(await isAnswered(database, record))) asked.push(record);
  }
  return withCost(database, asked, now);
}

async function withCost(database: Database, rounds: readonly RoundRecord[], now: number): Promise<Questions> {
  const { caps, ledger, answeredRounds } = await readStoredLedger(database);
  const spent = summarise(ledger, now);
  const charges = [...ledger];
  let uses = 0;
  for (const { study, round, signed } of rounds) {
    const epsilon = realisedEpsilon(signed.document.mechanism);
    const counted = { ledger: charges, answeredRounds: answeredRounds + charges.length - ledger.length };
    const decision = decideCharge({ ...counted, caps, study, round, epsilon, now });
    if (decision.kind === 'refused') continue;
    charges.push(decision.charge);
    uses += epsilon;
  }
  const studies = new Set(rounds.map(({ study }) => study));
  const joined = await joinedStudies(database);
  return {
    rounds,
    uses,
    left: 'unreadable' in spent ? 0 : Math.max(0, caps.window - spent.window),
    cap: caps.window,
    fitting: charges.length - ledger.length,
    early: joined.some((study) => studies.has(study.id) && isLatelyJoined(study, now)),
  };
}
