import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Database, openDatabase } from '../../storage/database.ts';

let opened: Promise<Database> | undefined;

/** The one connection of this page to the device's stores. Pages only read: what changes goes to the background. */
export function openStores(): Promise<Database> {
  opened ??= openDatabase();
  return opened;
}

/**
 * How often a visible page looks at the stores again: another tab, a content script or the background may have changed
 * them.
 */
const refreshMs = 1500;

export interface Stored<Value> {
  /** Undefined until it was read for the first time. */
  readonly value: Value | undefined;
  /** When `value` was read; pages show times relative to it. */
  readonly now: number;
  reload(): Promise<void>;
}

/**
 * Reads from the stores and keeps what was read fresh while the page can be seen.
 *
 * @param read must keep its identity between renders
 */
export function useStored<Value>(read: (database: Database) => Promise<Value>): Stored<Value> {
  const [state, setState] = useState<{ value: Value | undefined; now: number }>({ value: undefined, now: Date.now() });
  const reload = useCallback(async () => {
    const value = await read(await openStores());
    setState({ value, now: Date.now() });
  }, [read]);
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    void reload();
    const timer = setInterval(refresh, refreshMs);
    document.addEventListener('visibilitychange', refresh);
    window.addEventListener('focus', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
      window.removeEventListener('focus', refresh);
    };
  }, [reload]);
  return { ...state, reload };
}
