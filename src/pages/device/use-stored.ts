import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { listenForChanges } from '../../storage/changes.ts';
import { type Database, sharedDatabase } from '../../storage/database.ts';
import { nextWords } from '../words/time.ts';
import { oneReading } from './one-reading.ts';

/** The one connection of this page to the device's stores. Pages only read: what changes goes to the background. */
export const openStores = sharedDatabase();
// While the page's own code is still being loaded. A failure is seen by whoever reads first.
openStores().catch(() => {});

/** How long a page waits before it tries again what it could not read. */
const retryMs = 3000;

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
  /** The time that pages show other times relative to. It moves on when `value` is read, and when words change. */
  readonly now: number;
  reload(): Promise<void>;
}

const isVisible = (): boolean => document.visibilityState === 'visible';

/**
 * Reads from the stores, and again when something in them has changed. A page that nobody sees reads nothing; it reads
 * when it is seen again, also when the browser has brought it back from a tab's history. While nothing changes, nothing
 * is read.
 *
 * @param read must keep its identity between renders
 * @param moments the times in what was read that the page shows relative to `now`. It moves on by itself whenever the
 * words for one of them change.
 */
export function useStored<Value>(
  read: (database: Database) => Promise<Value>,
  moments?: (value: Value) => readonly number[],
): Stored<Value> {
  const [state, setState] = useState<{ value: Value | undefined; now: number }>({ value: undefined, now: Date.now() });
  const [failures, setFailures] = useState(0);
  const reload = useMemo(
    () =>
      oneReading(async () => {
        try {
          const value = await read(await openStores());
          setState({ value, now: Date.now() });
          tellStores(true);
        } catch {
          // What was read before stays; the page says that it may be out of date.
          setFailures((before) => before + 1);
          tellStores(false);
        }
      }),
    [read],
  );
  const refresh = useCallback(() => {
    if (isVisible()) void reload();
  }, [reload]);

  useEffect(() => {
    const until = new AbortController();
    const { signal } = until;
    // Before the first reading, so that no change falls between the two.
    listenForChanges(refresh, signal);
    void reload();
    document.addEventListener('visibilitychange', refresh, { signal });
    window.addEventListener('focus', refresh, { signal });
    window.addEventListener('pageshow', ({ persisted }) => persisted && refresh(), { signal });
    return () => until.abort();
  }, [reload, refresh]);

  useEffect(() => {
    if (failures === 0) return;
    const timer = setTimeout(refresh, retryMs);
    return () => clearTimeout(timer);
  }, [failures, refresh]);

  useEffect(() => {
    if (state.value === undefined || moments === undefined) return;
    const at = nextWords(moments(state.value), state.now);
    if (at === undefined) return;
    const move = () => setState(({ value }) => ({ value, now: Math.max(at, Date.now()) }));
    const timer = setTimeout(() => isVisible() && move(), Math.max(0, at - Date.now()));
    return () => clearTimeout(timer);
  }, [state, moments]);

  return { ...state, reload };
}
