import { parentPort, workerData } from 'node:worker_threads';
import { type Operations, openOperations, type SqliteOptions } from './operations.ts';

/** A call of one operation, and its reply. */
export interface Call<Name extends keyof Operations = keyof Operations> {
  readonly id: number;
  readonly name: Name;
  readonly args: Parameters<Operations[Name]>;
}
export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: string };

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');
const operations = openOperations(workerData as SqliteOptions);

port.on('message', ({ id, name, args }: Call) => {
  try {
    const operation = operations[name] as (...args: unknown[]) => unknown;
    port.postMessage({ id, ok: true, value: operation(...args) } satisfies Reply);
    if (name === 'close') port.close();
  } catch (error) {
    port.postMessage({ id, ok: false, reason: error instanceof Error ? error.message : 'unknown' } satisfies Reply);
  }
});
