const dayMs = 24 * 60 * 60 * 1000;

interface Clocks {
  /** The clock of the machine, which may be set; milliseconds since 1970. */
  readonly wall: () => number;
  /** Milliseconds since any moment, by a clock that nobody can set. */
  readonly elapsed: () => number;
  /** Told once for each jump by how many days the machine's clock went ahead (or, below 0, back). */
  readonly onJump: (days: number) => void;
}

/**
 * The clock of the machine, as long as it does not jump. From a jump of more than a day on it counts on by itself,
 * until the machine's clock fits again: a round that a wrong clock has closed stays closed, and votes that it has
 * deleted are gone. A machine that slept for days looks the same; then a restart sets it right.
 */
export function createSteadyClock({ wall, elapsed, onJump }: Clocks): () => number {
  let last = { wall: wall(), elapsed: elapsed() };
  let jumped = false;
  return () => {
    const read = { wall: wall(), elapsed: elapsed() };
    const expected = last.wall + read.elapsed - last.elapsed;
    const jump = read.wall - expected;
    if (Math.abs(jump) <= dayMs) {
      last = read;
      jumped = false;
      return read.wall;
    }
    if (!jumped) onJump(jump / dayMs);
    jumped = true;
    return expected;
  };
}
