/**
 * What a `bench/*.bench.ts` file default-exports: a list of these. The frame (bench/main.ts) measures `subject` and
 * `floor` in turns, so that a busy machine slows both, and prints medians, spreads and the ratio. Nothing here asserts
 * a speed: people read the table.
 *
 * @example
 * export default [{
 *   name: 'sampler, k = 1000', unit: 'votes/s', floorName: 'the same random bytes',
 *   prepare: () => ({ subject: () => perSecond(1e5, drawVotes), floor: () => perSecond(1e5, drawBytes) }),
 * }] satisfies Benchmark[];
 */
export interface Benchmark {
  /** Shown in the table; `--only` matches any part of it, or of the file's name. */
  readonly name: string;
  /** Of the numbers that `subject` and `floor` return, such as `votes/s`, `ms` or `MiB`. */
  readonly unit: string;
  /** What the floor is: the least work that anybody would have to do for the same result. */
  readonly floorName?: string;
  /** Interleaved rounds, after one that is thrown away; 7 when left out. */
  readonly rounds?: number;
  /** Called once, when the benchmark's turn comes: starts browsers or servers, loads data. */
  prepare(): Prepared | Promise<Prepared>;
}

export interface Prepared {
  /** One round of the thing itself; returns its measurement in `unit`. */
  subject(): number | Promise<number>;
  /** One round of the floor, in the same unit; without it the table shows no ratio. */
  floor?(): number | Promise<number>;
  /** Stops what `prepare` started, also when a round fails. */
  dispose?(): void | Promise<void>;
}

/** Units of work per second of one call. */
export async function perSecond(work: number, action: () => unknown): Promise<number> {
  return (work * 1000) / (await milliseconds(action));
}

/** Duration of one call. */
export async function milliseconds(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
