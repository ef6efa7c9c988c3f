import { setTimeout as pause } from 'node:timers/promises';

/** Generous: a test that waits this long has failed, whatever the machine. */
const patienceMs = 120_000;
const intervalMs = 50;

/**
 * Waits for a condition: asks again and again until the answer is truthy, and returns it.
 *
 * @param what completes the sentence "waited in vain for …"
 * @param describe what to show when the wait was in vain
 * @throws {Error} when the condition does not come true in two minutes
 */
export async function until<Value>(
  what: string,
  condition: () => Promise<Value | undefined | false>,
  describe?: () => Promise<unknown>,
): Promise<Value> {
  for (const start = Date.now(); Date.now() - start < patienceMs; await pause(intervalMs)) {
    const value = await condition();
    if (value) return value;
  }
  const seen = describe ? `; at the end: ${JSON.stringify(await describe())}` : '';
  throw new Error(`waited in vain for ${what}${seen}`);
}

/**
 * Waits until a text matches `pattern`, and returns it. A page that is just being left cannot be read: that is no
 * match.
 */
export const untilText = (read: () => Promise<string>, pattern: RegExp | string): Promise<string> =>
  until(
    `a page with ${pattern}`,
    async () => {
      const text = await read().catch(() => '');
      return (typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)) && text;
    },
    read,
  );
