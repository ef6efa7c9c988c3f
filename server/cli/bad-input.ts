/** The person who called the command has to change something: one line on stderr, exit code 2. */
export class BadInput extends Error {}

/** Runs `work`, of which every RangeError is about what the person entered. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new BadInput(error.message);
    throw error;
  }
}
