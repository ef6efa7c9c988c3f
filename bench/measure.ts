import type { Benchmark, Prepared } from './benchmark.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Measurement {
  readonly name: string;
  readonly unit: string;
  readonly floorName: string | undefined;
  readonly subject: Spread;
  readonly floor: Spread | undefined;
  /** Subject by floor, round by round: what both suffered together cancels. */
  readonly ratio: Spread | undefined;
}

/** Runs one benchmark: a round that only warms up, then `rounds` rounds in which subject and floor take turns. */
export async function measure(benchmark: Benchmark, rounds = benchmark.rounds ?? 7): Promise<Measurement> {
  const prepared = await benchmark.prepare();
  try {
    await prepared.subject();
    await prepared.floor?.();
    return await takeTurns(benchmark, prepared, rounds);
  } finally {
    await prepared.dispose?.();
  }
}

async function takeTurns(benchmark: Benchmark, prepared: Prepared, rounds: number): Promise<Measurement> {
  const subject: number[] = [];
  const floor: number[] = [];
  const ratio: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const value = await prepared.subject();
    subject.push(value);
    if (!prepared.floor) continue;
    const floorValue = await prepared.floor();
    floor.push(floorValue);
    ratio.push(value / floorValue);
  }
  return {
    name: benchmark.name,
    unit: benchmark.unit,
    floorName: benchmark.floorName,
    subject: spread(subject),
    floor: floor.length > 0 ? spread(floor) : undefined,
    ratio: ratio.length > 0 ? spread(ratio) : undefined,
  };
}

/** Median (of an even number of values: the mean of the middle two), smallest and largest value. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}
