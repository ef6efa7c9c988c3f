import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything the demo has opened, to be closed in reverse order, whatever ends it. */
export interface Closing {
  /** A folder for all temporary files of this process and of those it starts; deleted at the very end. */
  readonly folder: string;
  /**
   * Remembers how to close something that may be closed already; `atOnce` is for the last moment, when nothing can be
   * waited for.
   */
  add(close: () => Promise<void>, atOnce?: () => void): void;
  /** Closes everything; a second call waits for the first. */
  closeAll(): Promise<void>;
  /** Aborted once closing has begun: steps that take long stop, and what fails from then on fails because of it. */
  readonly signal: AbortSignal;
}

/** Ctrl-C and a request to end close everything, too, and end this process. */
export function prepareClosing(): Closing {
  const folder = mkdtempSync(join(tmpdir(), 'data-donor-demo-'));
  for (const variable of ['TMPDIR', 'TEMP', 'TMP']) process.env[variable] = folder;
  const opened: { close: () => Promise<void>; atOnce?: (() => void) | undefined }[] = [];
  const aborting = new AbortController();
  let closing: Promise<void> | undefined;

  async function closeInReverse(): Promise<void> {
    for (const { close } of [...opened].reverse()) {
      // What cannot be closed must not keep the rest open.
      await close().catch(() => {});
    }
  }
  const closeAll = (): Promise<void> => {
    aborting.abort();
    closing ??= closeInReverse();
    return closing;
  };
  // Reached also when a library ends the process by itself, as Playwright does on Ctrl-C.
  process.on('exit', () => {
    for (const { atOnce } of opened) atOnce?.();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [signal, code] of Object.entries(exitCodes)) {
    // Not `once`: npm and tsx pass a Ctrl-C on, so it may arrive twice, and the second one must not cut the closing
    // short.
    process.on(signal, () => void closeAll().finally(() => process.exit(code)));
  }
  return {
    folder,
    add: (close, atOnce) => void opened.push({ close, atOnce }),
    closeAll,
    signal: aborting.signal,
  };
}
