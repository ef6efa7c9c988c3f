import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Database, sharedDatabase } from '../../storage/database.ts';

/** The one connection of this page to the device's stores. Pages only read: what changes goes to the background. */
export const openStores = sharedDatabase();

/**
 * How often a visible page looks at the stores again: another tab, a content script or the background may have changed
 * them.
 */
const refreshMs = 1500;

/** Name of the event that says whether the last reading of the stores has succeeded. */
const readingEvent = 'data-donor-stores';
const tellStores = (readable: boolean): boolean =>
  window.dispatchEvent(new CustomEvent(readingEvent, { detail: readable }));

/** Whether the stores of this device can be read at the moment. */
export function useReadable(): boolean {
  const [readable, setReadable] = useState(true);
  useEffect(() => {
    const onReading = (event: Event) => setReadable((event as CustomEvent<boolean>).detail);
    window.addEventListener(readingEvent, onReading);
    return () => window.removeEventListener(readingEvent, onReading);
  }, []);
  return readable;
}

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
    try {
      const value = await read(await openStores());
      setState({ value, now: Date.now() });
      tellStores(true);
    } catch {
      // What was read before stays; the page says that it may be out of date, and the next look tries again.
      tellStores(false);
    }
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
