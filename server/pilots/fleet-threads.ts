import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FleetVotes } from '../../fleet/fleet-votes.ts';
import type { FleetData, FleetTask } from './fleet-thread.ts';

/** Texts, and volunteers, of one piece of work. */
const textsAtOnce = 256;
const volunteersAtOnce = 10_000;

export interface FleetWork {
  readonly texts: number;
  readonly volunteers: number;
  readonly onProgress: (done: number, of: number) => void;
  /** Ends the threads at once. */
  readonly signal?: AbortSignal;
}

/**
 * Lets the threads of this machine find the nearest candidates of all texts, and then let all volunteers vote.
 *
 * @returns of each round the sum over all volunteers
 * @throws {Error} when a thread fails, or `signal` aborts
 */
export async function runFleet(
  data: FleetData,
  { texts, volunteers, onProgress, signal }: FleetWork,
): Promise<readonly FleetVotes[]> {
  signal?.throwIfAborted();
  const threads = Array.from(
    { length: Math.max(1, availableParallelism()) },
    () => new Worker(new URL('./start-fleet-thread.mjs', import.meta.url), { workerData: data }),
  );
  const stop = (): void => void Promise.all(threads.map((thread) => thread.terminate()));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await shareOut(threads, pieces('nearest', texts, textsAtOnce), () => undefined);
    const parts: FleetVotes[][] = [];
    let done = 0;
    await shareOut(threads, pieces('votes', volunteers, volunteersAtOnce), (votes, { from, to }) => {
      parts.push(votes);
      done += to - from;
      onProgress(done, volunteers);
    });
    return data.rounds.map((_round, i) => summed(parts.map((part) => part[i] as FleetVotes)));
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function pieces(what: FleetTask['what'], count: number, atOnce: number): FleetTask[] {
  return Array.from({ length: Math.ceil(count / atOnce) }, (_, i) => ({
    what,
    from: i * atOnce,
    to: Math.min(count, (i + 1) * atOnce),
  }));
}

/** Gives each thread the next task when it is done with one. */
async function shareOut(
  threads: readonly Worker[],
  tasks: readonly FleetTask[],
  onDone: (votes: FleetVotes[], task: FleetTask) => void,
): Promise<void> {
  const queue = tasks.values();
  await Promise.all(
    threads.map(async (thread) => {
      for (const task of queue) onDone(await performed(thread, task), task);
    }),
  );
}

function performed(thread: Worker, task: FleetTask): Promise<FleetVotes[]> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the simulation was stopped'));
    const settled = (settle: () => void) => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle();
    };
    const onMessage = (votes: FleetVotes[]) => settled(() => resolve(votes));
    const onError = (error: Error) => settled(() => reject(error));
    thread.once('message', onMessage).once('error', onError).once('exit', onExit);
    thread.postMessage(task);
  });
}

function summed(parts: readonly FleetVotes[]): FleetVotes {
  const sum = (of: (part: FleetVotes) => Float64Array): Float64Array =>
    parts.map(of).reduce((before, each) => before.map((count, id) => count + (each[id] as number)));
  return {
    reports: parts.reduce((before, part) => before + part.reports, 0),
    counts: sum(({ counts }) => counts),
    trueCounts: sum(({ trueCounts }) => trueCounts),
    votes: Buffer.concat(parts.map(({ votes }) => votes)),
  };
}
