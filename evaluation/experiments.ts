import type { Noise } from './asked-round.ts';
import { densityOverPool } from './strategies/density.ts';
import { densityWithGenerator } from './strategies/generator.ts';
import { privateEvolution } from './strategies/private-evolution.ts';
import { simpleStrategy } from './strategies/simple.ts';
import type { Strategy } from './strategies/trial.ts';
import { medoids, randomTexts, trueShares } from './strategies/without-votes.ts';

export const strategies = {
  density: densityOverPool,
  generator: densityWithGenerator,
  simple: simpleStrategy,
  'private-evolution': privateEvolution,
  medoids,
  random: randomTexts,
  'true-shares': trueShares,
} satisfies Record<string, Strategy>;
export type StrategyName = keyof typeof strategies;

/** Strategies that ask nobody. */
const withoutVotes: readonly StrategyName[] = ['medoids', 'random', 'true-shares'];

/** One way to run a study, tried with several seeds. */
export interface Experiment {
  readonly strategy: StrategyName;
  /** Zipf's exponent of the topics. */
  readonly exponent: number;
  /** Of each round. */
  readonly volunteers: number;
  readonly candidates: number;
  readonly noise: Noise;
  readonly answerRule: 'random-draft' | 'closest';
  readonly draftsEach: number;
  /** Every second topic is missing in the pool. */
  readonly halfOfTopics: boolean;
  /** No text that a volunteer wrote is measured by; else both are drawn from the same texts. */
  readonly textsApart: boolean;
}

export const local = (epsilon: number): Noise => ({ kind: 'local', epsilon });
export const central: Noise = { kind: 'central', epsilon: 1 };
export const exact: Noise = { kind: 'none' };

/** An experiment with what is usual; a strategy without votes has neither volunteers nor noise. */
export function experiment(strategy: StrategyName, change: Partial<Experiment>): Experiment {
  const usual = {
    strategy,
    exponent: 1.5,
    volunteers: 1000,
    candidates: 50,
    noise: local(4),
    answerRule: 'random-draft',
    draftsEach: 1,
    halfOfTopics: false,
    textsApart: false,
    ...change,
  } as const;
  return withoutVotes.includes(strategy) ? { ...usual, volunteers: 0, candidates: 0, noise: exact } : usual;
}

/** Rounds of a study. */
export const rounds = 4;
/** Texts of a dataset. */
export const datasetSize = 200;

/** A row of the main table. */
export interface Row {
  readonly exponent: number;
  readonly volunteers: number;
  readonly candidates: number;
}

/** The rows for which this project set itself bars before it measured them. */
export const bars: readonly (Row & {
  readonly strategy: 'density' | 'generator';
  readonly leastCoverage: number;
  readonly mostDivergence: number;
})[] = [
  { strategy: 'density', exponent: 1.5, volunteers: 300, candidates: 50, leastCoverage: 0.67, mostDivergence: 0.28 },
  { strategy: 'density', exponent: 1.5, volunteers: 1000, candidates: 50, leastCoverage: 0.68, mostDivergence: 0.25 },
  { strategy: 'density', exponent: 1.5, volunteers: 3000, candidates: 100, leastCoverage: 0.69, mostDivergence: 0.21 },
  { strategy: 'density', exponent: 1.5, volunteers: 10_000, candidates: 200, leastCoverage: 0.7, mostDivergence: 0.19 },
  { strategy: 'density', exponent: 1, volunteers: 3000, candidates: 100, leastCoverage: 0.63, mostDivergence: 0.19 },
  { strategy: 'generator', exponent: 1.5, volunteers: 1000, candidates: 50, leastCoverage: 0.67, mostDivergence: 0.27 },
];

export const mainRows: readonly Row[] = bars
  .filter(({ strategy }) => strategy === 'density')
  .map(({ exponent, volunteers, candidates }) => ({ exponent, volunteers, candidates }));

/** The columns of the main table. Drafts below this cosine are "none"; Private Evolution knows no "none". */
export const columns = [
  { title: 'simple strategy', strategy: 'simple', noise: local(4) },
  { title: '200 random texts', strategy: 'random', noise: exact },
  { title: '200 medoids, no votes', strategy: 'medoids', noise: exact },
  { title: '**this, pool**', strategy: 'density', noise: local(4) },
  { title: 'this, without noise', strategy: 'density', noise: exact },
  { title: 'this, generator', strategy: 'generator', noise: local(4) },
  { title: 'this, central noise, eps 1', strategy: 'density', noise: central },
  { title: 'like Private Evolution, central noise, eps 1', strategy: 'private-evolution', noise: central },
  { title: 'true shares of topics', strategy: 'true-shares', noise: exact },
] as const satisfies readonly { title: string; strategy: StrategyName; noise: Noise }[];

export const minSimilarityOf: Readonly<Record<StrategyName, number>> = {
  density: 0.3,
  generator: 0.3,
  simple: 0.4,
  'private-evolution': -1,
  medoids: 0.3,
  random: 0.3,
  'true-shares': 0.3,
};

export const epsilons = [1, 2, 4, 8] as const;
export const epsilonRows: readonly Row[] = mainRows.filter(({ exponent }) => exponent === 1.5);

/** Where votes may not be worth it. */
export const smallRows: readonly Row[] = [
  { exponent: 1.5, volunteers: 100, candidates: 20 },
  { exponent: 1.5, volunteers: 300, candidates: 20 },
  { exponent: 1, volunteers: 100, candidates: 20 },
  { exponent: 1, volunteers: 300, candidates: 50 },
  { exponent: 1, volunteers: 1000, candidates: 50 },
];

/** Where it is tried what texts of volunteers and of the measurement in common are worth. */
export const apartRows: readonly Row[] = [
  { exponent: 1.5, volunteers: 1000, candidates: 50 },
  { exponent: 1, volunteers: 3000, candidates: 100 },
];

export const rules = ['random-draft', 'closest'] as const;
/** Drafts of a volunteer where rules of answering are compared. */
export const draftsOfRules = 10;

/** Every experiment once, with its number of seeds: what decides about the bars comes first. */
export function allExperiments(barSeeds: number, otherSeeds: number): { experiment: Experiment; seeds: number }[] {
  const wanted = [
    ...bars.map(({ strategy, exponent, volunteers, candidates }) => ({
      experiment: experiment(strategy, { exponent, volunteers, candidates }),
      seeds: barSeeds,
    })),
    ...mainRows.flatMap((row) =>
      columns.map(({ strategy, noise }) => ({ experiment: experiment(strategy, { ...row, noise }), seeds: barSeeds })),
    ),
    ...[
      ...smallRows.map((row) => experiment('density', row)),
      ...epsilonRows.flatMap((row) =>
        epsilons.map((epsilon) => experiment('density', { ...row, noise: local(epsilon) })),
      ),
      ...rules.map((answerRule) => experiment('density', { answerRule, draftsEach: draftsOfRules })),
      experiment('medoids', { draftsEach: draftsOfRules }),
      ...(['density', 'medoids'] as const).map((strategy) => experiment(strategy, { halfOfTopics: true })),
      ...apartRows.map((row) => experiment('density', { ...row, textsApart: true })),
    ].map((each) => ({ experiment: each, seeds: otherSeeds })),
  ];
  const byKey = new Map<string, { experiment: Experiment; seeds: number }>();
  for (const each of wanted) {
    const key = JSON.stringify(each.experiment);
    if ((byKey.get(key)?.seeds ?? 0) < each.seeds) byKey.set(key, each);
  }
  return [...byKey.values()];
}
