import { parentPort, workerData } from 'node:worker_threads';
import { seededRandom } from '../../fleet/seeded-random.ts';
import { type FitResult, type FitTask, fitPool, TooFewTexts } from './fit-task.ts';

/** What the thread says: how much it has done, and in the end the result or why there is none. */
export type FitMessage =
  | { readonly kind: 'compared'; readonly texts: number }
  | { readonly kind: 'progress'; readonly multiplyAdds: number }
  | { readonly kind: 'done'; readonly result: FitResult }
  | { readonly kind: 'too-few'; readonly message: string };

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');
const say = (message: FitMessage): void => port.postMessage(message);
const task = workerData as FitTask;

let multiplyAdds = 0;
try {
  const work = {
    random: seededRandom(task.seed),
    onPiece: (more: number) => {
      multiplyAdds += more;
      say({ kind: 'progress', multiplyAdds });
    },
  };
  const result = await fitPool(task, work, (texts) => say({ kind: 'compared', texts }));
  say({ kind: 'done', result });
} catch (error) {
  if (!(error instanceof TooFewTexts)) throw error;
  say({ kind: 'too-few', message: error.message });
}
