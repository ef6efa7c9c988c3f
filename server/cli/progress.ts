/** Work that takes less time than this says nothing. */
const quietMs = 2_000;
/** Time between two lines where the terminal does not show one that changes. */
const lineMs = 5_000;

/**
 * Runs `work` and shows on stderr how far it is: one line that changes on a terminal, a line now and then elsewhere.
 *
 * @param what what is counted, such as "texts embedded"; the work may name something else instead
 */
export async function withProgress<T>(
  what: string,
  work: (onProgress: (done: number, of: number, instead?: string) => void) => Promise<T>,
): Promise<T> {
  const startedAt = Date.now();
  let toldAt = startedAt - lineMs;
  let told = false;
  const { stderr } = process;
  const onProgress = (done: number, of: number, instead = what): void => {
    const now = Date.now();
    const pause = stderr.isTTY ? 100 : lineMs;
    if (now - startedAt < quietMs || now - toldAt < pause) return;
    toldAt = now;
    told = true;
    stderr.write(stderr.isTTY ? `\r\u001b[2K${done} of ${of} ${instead}` : `${done} of ${of} ${instead}\n`);
  };
  try {
    return await work(onProgress);
  } finally {
    if (told && stderr.isTTY) stderr.write('\r\u001b[2K');
  }
}

/** Aborts at Ctrl-C, which ends the process by itself no longer: whoever gets the signal leaves nothing half done. */
export function stopOnInterrupt(): AbortSignal {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort(new Error('stopped')));
  return stopping.signal;
}
