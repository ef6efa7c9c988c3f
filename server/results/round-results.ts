import type { RoundId } from '../../core/ids.ts';
import { releasePlanOf } from '../../core/protocol/manifest.ts';
import { coarseTotals, type RoundResults } from '../../core/protocol/results.ts';
import { kindOf } from '../../core/protocol/study.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import { votesEndAt } from '../studies/retention.ts';
import { releasedOutcome } from './released-outcome.ts';

type Outcome = RoundResults['outcome'];
type Released = Extract<Outcome, { state: 'released' }>;

export interface Results {
  /** What anybody may read about a round now; undefined for a round that this server does not have. */
  of(round: RoundId): Promise<RoundResults | undefined>;
}

/**
 * Results of rounds. Each release is computed once: nothing about it can change any more. Between releases the exact
 * number of reports goes nowhere (P11).
 */
export function createResults(store: ReportStore, catalogue: Catalogue): Results {
  /** The last release of each round that was asked for, with its number. */
  const computed = new Map<RoundId, { readonly number: number; readonly outcome: Promise<Released> }>();

  async function compute(study: StoredStudy, { id, signed }: StoredRound): Promise<Released> {
    const releases = await store.releases(id);
    const { participation } = study.signed.document;
    return releasedOutcome({ manifest: signed.document, releases, participation });
  }

  /** The last release of a round; undefined before the first. */
  async function lastRelease(study: StoredStudy, round: StoredRound): Promise<Released | undefined> {
    const number = await store.release(round.id);
    if (number === 0) return undefined;
    const known = computed.get(round.id);
    if (known?.number === number) return known.outcome;
    const outcome = compute(study, round);
    computed.set(round.id, { number, outcome });
    // A disk that failed once must not fail for ever.
    outcome.catch(() => computed.delete(round.id));
    return outcome;
  }

  async function outcomeOf(study: StoredStudy, round: StoredRound): Promise<Outcome> {
    const isOpen = !catalogue.isClosed(round);
    // Closed in the store too, so that no report can arrive between these counts and the ones published.
    if (!isOpen) await store.closeRound(round.id);
    const released = await lastRelease(study, round);
    if (isOpen) {
      const { reports } = await store.counters(round.id);
      const coarseTotal = coarseTotals.findLast((total) => total <= reports) ?? 0;
      if (!released) return { state: 'open', coarseTotal };
      // The reports of the last release are known anyway.
      return { ...released, next: { state: 'open', coarseTotal: Math.max(coarseTotal, released.reports) } };
    }
    if (round.withheld) {
      const withheld = { state: 'withheld', reason: 'restored-from-backup' } as const;
      return released ? { ...released, next: withheld } : withheld;
    }
    return released ?? { state: 'too-few', minimumReports: releasePlanOf(round.signed.document).minimumReports };
  }

  return {
    async of(id) {
      const found = catalogue.round(id);
      if (!found) return undefined;
      const { study, round } = found;
      const manifest = round.signed.document;
      return {
        study: study.id,
        round: id,
        kind: kindOf(study.signed.document),
        manifest,
        texts: catalogue.textsOf(manifest),
        votes: votesOf(study, round),
        outcome: await outcomeOf(study, round),
        logHead: study.rounds.at(-1)?.id ?? id,
      };
    },
  };
}

function votesOf(study: StoredStudy, { votesDeleted }: StoredRound): RoundResults['votes'] {
  if (votesDeleted) return { state: 'deleted' };
  const end = votesEndAt(study);
  return end === undefined ? { state: 'kept' } : { state: 'kept-until', time: new Date(end).toISOString() };
}
