import type { RoundId, StudyId } from '../../core/ids.ts';
import { releasePlanOf } from '../../core/protocol/manifest.ts';
import type { PublicationStore, StoredRound, StoredStudy } from '../store/publication-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { Catalogue } from './catalogue.ts';
import { votesEndAt } from './retention.ts';

/** What ends rounds and studies, by hand or because their time has come. All of it is for good. */
export interface Lifecycle {
  /** Closes a round; false for a round that this server does not have. */
  close(round: RoundId): Promise<boolean>;
  /** Ends a study before its time and closes its rounds; false for a study that this server does not have. */
  end(study: StudyId): Promise<boolean>;
  /** Withdraws a study and closes its rounds; false for a study that this server does not have. */
  withdraw(study: StudyId): Promise<boolean>;
  /** Closes in the store each round whose time is over or whose study has ended; called when devices ask for rounds. */
  closeDue(): Promise<void>;
  /** All that time brings: closes rounds, makes planned releases, deletes votes. Called at the start and every hour. */
  settle(): Promise<void>;
}

export function createLifecycle(
  store: ReportStore & PublicationStore,
  catalogue: Catalogue,
  now: () => number,
): Lifecycle {
  const closing = new Set<RoundId>();
  const hasEnded = ({ withdrawn, endedAt }: StoredStudy) => withdrawn || endedAt !== undefined;
  const isDue = (study: StoredStudy, round: StoredRound) =>
    !round.closed && (hasEnded(study) || catalogue.isClosed(round)) && !closing.has(round.id);

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

  async function releaseDue(): Promise<void> {
    const open = catalogue.studies().flatMap(({ rounds }) => rounds.filter(({ closed }) => !closed));
    for (const { id, signed } of open) if (releasePlanOf(signed.document).releases > 1) await store.release(id);
  }

  async function deleteVotesDue(): Promise<void> {
    const due = catalogue.studies().flatMap((study) => {
      const end = votesEndAt(study);
      if (end === undefined || now() < end) return [];
      return study.rounds.filter(({ closed, votesDeleted }) => closed && !votesDeleted);
    });
    for (const { id } of due) await store.deleteVotes(id);
    if (due.length > 0) await catalogue.reload();
  }

  async function end(study: StudyId, withdrawn: boolean): Promise<boolean> {
    if (!catalogue.study(study)) return false;
    await store.endStudy(study, { now: now(), withdrawn });
    await catalogue.reload();
    await closeDue();
    await deleteVotesDue();
    return true;
  }

  return {
    async close(id) {
      if (!catalogue.round(id)) return false;
      await store.closeRound(id);
      await catalogue.reload();
      return true;
    },
    end: (study) => end(study, false),
    withdraw: (study) => end(study, true),
    closeDue,
    async settle() {
      await closeDue();
      await releaseDue();
      await deleteVotesDue();
    },
  };
}
