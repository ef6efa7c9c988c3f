import type { RoundKey } from '../device.ts';
import { isAnswered } from '../ledger/ledger-store.ts';
import type { Reason } from '../refusal.ts';
import { type ReportState, reportState } from '../reports/report-store.ts';
import type { Database } from '../storage/database.ts';
import type { DonationProgress, RoundOutcome } from '../storage/donation-progress.ts';
import { roundById } from '../studies/study-store.ts';

/** Where a round of a donation stands now, or a study none of whose rounds could be read. */
export type RoundState = { readonly study: RoundKey['study']; readonly round?: RoundKey['round'] } & (
  | ReportState
  | { readonly kind: 'sealing' | 'already-answered' | 'interrupted' | 'withdrawn' }
  | { readonly kind: 'skipped'; readonly reason: Reason }
);

/**
 * Where each round of a donation stands, by its report, its receipt and its record: also when the background was
 * stopped before it could say so. Neither vote nor answer is read (P8).
 */
export async function roundStates(
  database: Database,
  { rounds, outcomes, stage }: DonationProgress,
): Promise<RoundState[]> {
  const told = new Set(outcomes.map(({ round }) => round));
  const untold = stage === 'asking' ? [] : rounds.filter(({ round }) => !told.has(round));
  return Promise.all([
    ...outcomes.map((outcome) => stateOf(database, outcome)),
    ...untold.map((round) => stateOfUntold(database, round, stage)),
  ]);
}

async function stateOf(database: Database, outcome: RoundOutcome): Promise<RoundState> {
  const { study, round } = outcome;
  switch (outcome.kind) {
    case 'sealed':
      return {
        study,
        round: outcome.round,
        ...((await reportState(database, outcome)) ?? { kind: 'already-answered' }),
      };
    case 'already-answered':
      return { study, round: outcome.round, kind: 'already-answered' };
    case 'skipped':
      return { study, ...(round && { round }), kind: 'skipped', reason: outcome.reason };
    case 'withdrawn':
      return { study, ...(round && { round }), kind: 'withdrawn' };
  }
}

/** Of a round that the donation was to answer, and of which it said nothing so far. */
async function stateOfUntold(
  database: Database,
  { study, round }: RoundKey,
  stage: DonationProgress['stage'],
): Promise<RoundState> {
  const report = await reportState(database, { study, round });
  if (report) return { study, round, ...report };
  const record = await roundById(database, study, round);
  const chosen = record !== undefined && record.sendAt !== null && !(await isAnswered(database, record));
  return { study, round, kind: chosen || stage === 'answering' ? 'sealing' : 'interrupted' };
}
