import type { Submission, SubmissionOutcome } from './report-store.ts';

/** Reports in one commit: more would only make the first one wait longer. */
const mostInCommit = 500;
/** Most reports that may wait, about 2 MB. Beyond it the server says "later", so that its memory stays bounded. */
const mostWaiting = 20_000;

/**
 * Natural group commit: whenever no commit is under way, everything that waits is committed together. An idle server
 * commits at once. A busy one shares each fsync among many reports. A timer would be slower in both cases.
 *
 * @param commit stores a group, all or nothing, and gives one outcome each; never rejects
 */
export function createGroupCommit(commit: (group: readonly Submission[]) => Promise<readonly SubmissionOutcome[]>) {
  const waiting: { submission: Submission; resolve: (outcome: SubmissionOutcome) => void }[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, mostInCommit);
      const outcomes = await commit(group.map(({ submission }) => submission));
      group.forEach(({ resolve }, i) => {
        resolve(outcomes[i] ?? 'storage-unavailable');
      });
    }
    running = undefined;
  }

  return {
    submit(submission: Submission): Promise<SubmissionOutcome> {
      if (waiting.length >= mostWaiting) return Promise.resolve('too-many-requests');
      return new Promise((resolve) => {
        waiting.push({ submission, resolve });
        // After this turn of the event loop: what the other connections have sent by now belongs to the same commit.
        running ??= new Promise<void>((resume) => setImmediate(resume)).then(run);
      });
    },
    /** Resolves when nothing waits any more. */
    async drain(): Promise<void> {
      while (running) await running;
    },
  };
}
