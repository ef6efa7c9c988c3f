import { type Experiment, rounds } from '../experiments.ts';
import type { Worth } from '../measures.ts';
import type { Result } from '../run-experiment.ts';

/** A mean over seeds and its standard error; null for what one seed cannot say. */
export interface Mean {
  readonly mean: number;
  readonly error: number | null;
  readonly seeds: number;
}

export type Measure = keyof Worth;

/** Mean and standard error of some numbers. */
export function meanOf(values: readonly number[]): Mean {
  const seeds = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / seeds;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: seeds > 1 ? Math.sqrt(squares / (seeds - 1) / seeds) : null, seeds };
}

/** Looks results up by their experiment. */
export class Summary {
  readonly #bySeed = new Map<string, Map<number, Result>>();

  constructor(results: readonly Result[]) {
    for (const result of results) {
      const key = keyOf(result.experiment);
      const ofExperiment = this.#bySeed.get(key) ?? new Map<number, Result>();
      this.#bySeed.set(key, ofExperiment.set(result.seed, result));
    }
  }

  /** Only the seeds that all of these experiments have: worlds differ more than strategies do. */
  among(experiments: readonly Experiment[]): Summary {
    const [first = new Map<number, Result>(), ...others] = experiments.map(
      (experiment) => this.#bySeed.get(keyOf(experiment)) ?? new Map<number, Result>(),
    );
    const common = [...first.keys()].filter((seed) => others.every((other) => other.has(seed)));
    return new Summary(
      experiments.flatMap((experiment) =>
        common.flatMap((seed) => this.#bySeed.get(keyOf(experiment))?.get(seed) ?? []),
      ),
    );
  }

  /** One number of each seed of an experiment. */
  #values(experiment: Experiment, read: (result: Result) => number | undefined): Map<number, number> {
    const values = new Map<number, number>();
    for (const [seed, result] of this.#bySeed.get(keyOf(experiment)) ?? []) {
      const value = read(result);
      if (value !== undefined) values.set(seed, value);
    }
    return values;
  }

  /** @param round from 1; the last one when it is left out */
  worth(experiment: Experiment, measure: Measure, round?: number): Mean {
    const read = ({ worth }: Result) =>
      round === undefined ? worth.at(-1)?.[measure] : worth.length === rounds ? worth[round - 1]?.[measure] : undefined;
    return meanOf([...this.#values(experiment, read).values()]);
  }

  /** How far a round moved the fit. @param round from 2 */
  movement(experiment: Experiment, round: number): Mean {
    return meanOf([...this.#values(experiment, ({ movements }) => movements[round - 2]).values()]);
  }

  /** One experiment less another, seed by seed: what differs from seed to seed for both drops out. */
  difference(one: Experiment, other: Experiment, measure: Measure): Mean {
    const read = ({ worth }: Result) => worth.at(-1)?.[measure];
    const others = this.#values(other, read);
    const differences = [...this.#values(one, read)].flatMap(([seed, value]) => {
      const against = others.get(seed);
      return against === undefined ? [] : [value - against];
    });
    return meanOf(differences);
  }
}

const keyOf = (experiment: Experiment): string =>
  JSON.stringify(Object.entries(experiment).sort(([a], [b]) => (a < b ? -1 : 1)));
