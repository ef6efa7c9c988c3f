import type { RoundId, StudyId } from '../../core/ids.ts';
import { coarseTotals, type RoundResults } from '../../core/protocol/results.ts';
import { kindOf } from '../../core/protocol/study.ts';
import type { PublicationStore, StoredRound, StoredStudy } from '../store/publication-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import { releasedOutcome } from './released-outcome.ts';

/** Largest domain whose joint supports are counted: above it ranks use their wider bound. */
const largestJointDomain = 1_001;

export interface Results {
  /** What anybody may read about a round now; undefined for a round that this server does not have. */
  of(round: RoundId): Promise<RoundResults | undefined>;
  /** Closes a round for good; false for a round that this server does not have. */
  close(round: RoundId): Promise<boolean>;
  /** Withdraws a study and closes its rounds, both for good; false for a study that this server does not have. */
  withdraw(study: StudyId): Promise<boolean>;
  /**
   * Closes in the store every round whose time is over, or whose study was withdrawn. Called at the start and whenever
   * devices ask for rounds, so that no long timer is needed.
   */
  closeDue(): Promise<void>;
}

/**
 * Results of rounds. A closed round's result is computed once: nothing about it can change any more. Before the release
 * the exact number of reports goes nowhere (P11).
 */
export function createResults(store: ReportStore & PublicationStore, catalogue: Catalogue): Results {
  const final = new Map<RoundId, Promise<RoundResults['outcome']>>();
  const closing = new Set<RoundId>();
  const isDue = ({ withdrawn }: StoredStudy, round: StoredRound) =>
    !round.closed && (withdrawn || catalogue.isClosed(round)) && !closing.has(round.id);

  async function closedOutcome({ id, signed }: StoredRound, participation: 'open'): Promise<RoundResults['outcome']> {
    const { mechanism, release } = signed.document;
    // Closed in the store too, so that no report can arrive between these counts and the ones published.
    await store.closeRound(id);
    const counters = await store.counters(id);
    const { minimumReports } = release;
    if (counters.reports < minimumReports) return { state: 'too-few', minimumReports };
    const wantsJoint = mechanism.subsetSize > 1 && mechanism.domainSize <= largestJointDomain;
    const jointSupports = wantsJoint ? await store.jointSupports(id) : undefined;
    return releasedOutcome({ mechanism, counters, jointSupports, participation });
  }

  async function outcomeOf(study: StoredStudy, round: StoredRound): Promise<RoundResults['outcome']> {
    if (round.withheld) return { state: 'withheld', reason: 'restored-from-backup' };
    if (!catalogue.isClosed(round)) {
      const { reports } = await store.counters(round.id);
      return { state: 'open', coarseTotal: coarseTotals.findLast((total) => total <= reports) ?? 0 };
    }
    const known = final.get(round.id) ?? closedOutcome(round, study.signed.document.participation);
    final.set(round.id, known);
    // A disk that failed once must not fail for ever.
    known.catch(() => final.delete(round.id));
    return known;
  }

  async function closeDue(): Promise<void> {
    const due = catalogue.studies().flatMap((study) => study.rounds.filter((round) => isDue(study, round)));
    if (due.length === 0) return;
    for (const { id } of due) closing.add(id);
    try {
      for (const { id } of due) await store.closeRound(id);
      await catalogue.reload();
    } finally {
      for (const { id } of due) closing.delete(id);
    }
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
        outcome: await outcomeOf(study, round),
        logHead: study.rounds.at(-1)?.id ?? id,
      };
    },
    async close(id) {
      if (!catalogue.round(id)) return false;
      await store.closeRound(id);
      await catalogue.reload();
      return true;
    },
    async withdraw(id) {
      if (!catalogue.study(id)) return false;
      await store.withdraw(id);
      await catalogue.reload();
      await closeDue();
      return true;
    },
    closeDue,
  };
}
