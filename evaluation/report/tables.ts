import {
  apartRows,
  bars,
  central,
  columns,
  draftsOfRules,
  type Experiment,
  epsilonRows,
  epsilons,
  exact,
  experiment,
  local,
  mainRows,
  type Row,
  rounds,
  rules,
  smallRows,
} from '../experiments.ts';
import { count, markdownTable, short, withError, worthCell } from './markdown.ts';
import type { Mean, Summary } from './summary.ts';

const rowName = ({ exponent, volunteers, candidates }: Row): string =>
  `${exponent.toFixed(1)}, ${count(volunteers)}, ${candidates}`;
const rowHead = 's, volunteers a round, candidates';

export const mainTable = (summary: Summary): string =>
  markdownTable(
    [rowHead, ...columns.map(({ title }) => title), 'seeds'],
    mainRows.map((row) => [
      rowName(row),
      ...pairedCells(
        summary,
        columns.map(({ strategy, noise }) => experiment(strategy, { ...row, noise })),
      ),
    ]),
  );

/** The cells of one row, over the same seeds, and their number. */
function pairedCells(summary: Summary, experiments: readonly Experiment[]): string[] {
  const paired = summary.among(experiments);
  const seeds = experiments[0] ? paired.worth(experiments[0], 'coverage').seeds : 0;
  return [...experiments.map((each) => worthCell(paired, each)), `${seeds}`];
}

/** Each bar, what was measured, and whether it was met. */
export const barTable = (summary: Summary): string =>
  markdownTable(
    ['strategy', rowHead, 'coverage', 'bar', 'divergence', 'bar', 'met?'],
    bars.map(({ strategy, leastCoverage, mostDivergence, ...row }) => {
      const asked = experiment(strategy, row);
      const coverage = summary.worth(asked, 'coverage');
      const divergence = summary.worth(asked, 'divergence');
      const [covers, diverges] = [coverage.mean >= leastCoverage, divergence.mean <= mostDivergence];
      const missed = [...(covers ? [] : ['coverage']), ...(diverges ? [] : ['divergence'])];
      return [
        strategy === 'density' ? 'pool' : 'generator',
        rowName(row),
        plusMinus(coverage),
        `>= ${short(leastCoverage)}`,
        plusMinus(divergence),
        `<= ${short(mostDivergence)}`,
        missed.length === 0 ? 'met' : `**missed: ${missed.join(' and ')}**`,
      ];
    }),
  );

const plusMinus = ({ mean, error }: Mean): string => `${short(mean)}${error === null ? '' : ` ± ${short(error)}`}`;

/** This strategy less others, seed by seed. */
export const differenceTable = (summary: Summary): string =>
  markdownTable(
    [
      rowHead,
      ...['no votes', 'the simple strategy', 'like Private Evolution', 'this without noise'].map((to) => `less ${to}`),
    ],
    mainRows.map((row) => [
      rowName(row),
      ...[
        experiment('medoids', row),
        experiment('simple', row),
        experiment('private-evolution', { ...row, noise: central }),
        experiment('density', { ...row, noise: exact }),
      ].map((other) => {
        const of = experiment('density', row);
        const [coverage, divergence] = (['coverage', 'divergence'] as const).map((measure) =>
          withError(summary.difference(of, other, measure)),
        );
        return `${coverage}; ${divergence}`;
      }),
    ]),
  );

export const roundTable = (summary: Summary): string =>
  markdownTable(
    [rowHead, ...Array.from({ length: rounds }, (_, i) => `after round ${i + 1}`), 'the fit moved by'],
    mainRows.map((row) => [
      rowName(row),
      ...Array.from({ length: rounds }, (_, i) => worthCell(summary, experiment('density', row), i + 1)),
      Array.from({ length: rounds - 1 }, (_, i) =>
        short(summary.movement(experiment('density', row), i + 2).mean),
      ).join(', '),
    ]),
  );

export const epsilonTable = (summary: Summary): string =>
  markdownTable(
    ['volunteers a round, candidates', ...epsilons.map((epsilon) => `epsilon ${epsilon}`), 'no votes', 'seeds'],
    epsilonRows.map((row) => [
      `${count(row.volunteers)}, ${row.candidates}`,
      ...pairedCells(summary, [
        ...epsilons.map((epsilon) => experiment('density', { ...row, noise: local(epsilon) })),
        experiment('medoids', row),
      ]),
    ]),
  );

export const smallTable = (summary: Summary): string =>
  markdownTable(
    [rowHead, 'this, pool', 'no votes', 'seeds', 'difference in coverage', 'difference in divergence'],
    smallRows.map((row) => {
      const [ours, none] = [experiment('density', row), experiment('medoids', row)];
      return [
        rowName(row),
        ...pairedCells(summary, [ours, none]),
        withError(summary.difference(ours, none, 'coverage')),
        withError(summary.difference(ours, none, 'divergence')),
      ];
    }),
  );

export const ruleTable = (summary: Summary): string =>
  markdownTable(
    [...rules.map((rule) => `\`${rule}\``), 'no votes', 'seeds'],
    [
      pairedCells(summary, [
        ...rules.map((answerRule) => experiment('density', { answerRule, draftsEach: draftsOfRules })),
        experiment('medoids', { draftsEach: draftsOfRules }),
      ]),
    ],
  );

export const limitTable = (summary: Summary): string =>
  markdownTable(
    ['what was changed', 'changed', 'beside', 'seeds'],
    [
      [
        'half of the topics are missing in the pool (1.5, 1 000, 50); beside: all are there',
        ...pairedCells(summary, [experiment('density', { halfOfTopics: true }), experiment('density', {})]),
      ],
      [
        'the same; beside: half are missing, and no votes',
        ...pairedCells(summary, [
          experiment('density', { halfOfTopics: true }),
          experiment('medoids', { halfOfTopics: true }),
        ]),
      ],
      ...apartRows.map((row) => [
        `no text is both written by a volunteer and measured by (${rowName(row)}); beside: texts are shared`,
        ...pairedCells(summary, [experiment('density', { ...row, textsApart: true }), experiment('density', row)]),
      ]),
    ],
  );
