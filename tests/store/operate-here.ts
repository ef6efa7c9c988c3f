import { StorageUnavailable } from '../../server/store/report-store.ts';
import { type Operations, openOperations, type SqliteOptions } from '../../server/store/sqlite/operations.ts';
import type { Connected } from '../../server/store/sqlite/sqlite-store.ts';

/** Runs the operations on the database in the thread of the test, which can see only there into them. */
export function operateHere(options: SqliteOptions): Connected {
  let operations: Operations | undefined;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    ended,
    async call(name, args) {
      try {
        operations ??= openOperations(options);
        const operation = operations[name] as (...args: unknown[]) => never;
        const value = operation(...args);
        if (name === 'close') end();
        return value;
      } catch (error) {
        throw new StorageUnavailable(error instanceof Error ? error.message : 'unknown');
      }
    },
  };
}
