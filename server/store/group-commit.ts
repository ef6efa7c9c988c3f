import type { Submission, SubmissionOutcome } from './report-store.ts';

/** Reports in one commit: more would only make the first one wait longer. */
const mostInCommit = 500;
/** Most reports that may wait, about 2 MB. Beyond it the server says "later", so that its memory stays bounded. */
const mostWaiting = 20_000;

/**
 * Natural group commit: whenever a lane is free, everything that waits is committed together. An idle server commits at
 * once. A busy one shares each fsync among many reports. A timer would be slower in both cases.
 *
 * @param commit stores a group, all or nothing, and gives one outcome each; never rejects
 * @param lanes commits that may be under way at once, numbered from 0
 */
export function createGroupCommit(
  commit: (group: readonly Submission[], lane: number) => Promise<readonly SubmissionOutcome[]>,
  lanes = 1,
) {
  const waiting: { submission: Submission; resolve: (outcome: SubmissionOutcome) => void }[] = [];
  const free = Array.from({ length: lanes }, (_, lane) => lane);
  const running = new Set<Promise<void>>();

  async function run(lane: number): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, mostInCommit);
      const outcomes = await commit(
        group.map(({ submission }) => submission),
        lane,
      );
      group.forEach(({ resolve }, i) => {
        resolve(outcomes[i] ?? 'storage-unavailable');
      });
    }
    free.push(lane);
  }

  function start(): void {
    const lane = free.shift();
    if (lane === undefined) return;
    // After this turn of the event loop: what the other connections have sent by now belongs to the same commit.
    const ended = new Promise<void>((resume) => setImmediate(resume))
      .then(() => run(lane))
      .then(() => {
        running.delete(ended);
      });
    running.add(ended);
  }

  return {
    submit(submission: Submission): Promise<SubmissionOutcome> {
      if (waiting.length >= mostWaiting) return Promise.resolve('too-many-requests');
      return new Promise((resolve) => {
        waiting.push({ submission, resolve });
        start();
      });
    },
    /** Resolves when nothing waits any more. */
    async drain(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
