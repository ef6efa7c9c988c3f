import { parentPort, workerData } from 'node:worker_threads';
import { type Operations, openOperations, reasonOf, type SqliteOptions } from './operations.ts';

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

/** A failure to open is the reply to every call: thrown here, it would reach nobody. */
const opened = open(workerData as SqliteOptions);

function open(options: SqliteOptions): Operations | string {
  try {
    return openOperations(options);
  } catch (error) {
    return reasonOf(error);
  }
}

function perform({ id, name, args }: Call): Reply {
  if (typeof opened === 'string') return { id, ok: false, reason: opened };
  try {
    const operation = opened[name] as (...args: unknown[]) => unknown;
    return { id, ok: true, value: operation(...args) };
  } catch (error) {
    return { id, ok: false, reason: reasonOf(error) };
  }
}

port.on('message', (call: Call) => {
  port.postMessage(perform(call));
  if (call.name === 'close') port.close();
});
