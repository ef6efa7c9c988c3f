/**
 * Runs `read` one at a time. Who asks while it runs gets another reading after it, because the one that is under way
 * may have begun too early; all who ask meanwhile share that one.
 */
export function oneReading(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    running = read().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return begin();
    next ??= running.then(() => {
      next = undefined;
      return begin();
    });
    return next;
  };
}
