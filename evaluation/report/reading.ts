import {
  bars,
  central,
  draftsOfRules,
  type Experiment,
  epsilonRows,
  experiment,
  local,
  mainRows,
  smallRows,
} from '../experiments.ts';
import { count, short } from './markdown.ts';
import type { Mean, Summary } from './summary.ts';

/** Whether a difference is likely not by chance: two standard errors from zero. */
const isClear = ({ mean, error }: Mean): boolean => error !== null && Math.abs(mean) > 2 * error;

/**
 * What the figures say, in sentences that follow from them: other data, or a change of the code, change the sentences,
 * too.
 */
export function reading(summary: Summary): string[] {
  return [
    ...barsInWords(summary),
    ...votesInWords(summary),
    ...smallInWords(summary),
    ...epsilonInWords(summary),
    ...othersInWords(summary),
  ];
}

function barsInWords(summary: Summary): string[] {
  const missed = bars.flatMap(({ strategy, leastCoverage, mostDivergence, ...row }) => {
    const asked = experiment(strategy, row);
    const [coverage, divergence] = [summary.worth(asked, 'coverage'), summary.worth(asked, 'divergence')];
    const named = `${strategy === 'density' ? 'pool' : 'generator'}, s = ${row.exponent.toFixed(1)}, ${count(row.volunteers)} a round`;
    const said = (what: string, by: number, { error }: Mean) =>
      by > 0
        ? [`${named}: ${what} misses its bar by ${short(by)}, with a standard error of ${short(error ?? 0)}.`]
        : [];
    const sentences = [
      ...said('coverage', leastCoverage - coverage.mean, coverage),
      ...said('divergence', divergence.mean - mostDivergence, divergence),
    ];
    return sentences.length === 0 ? [] : [sentences.join(' ')];
  });
  return [`Of ${bars.length} bars ${bars.length - missed.length} are met.`, ...missed];
}

/** How much of the gain comes from votes, and how much from diverse texts alone. */
function votesInWords(summary: Summary): string[] {
  return mainRows.map((row) => {
    const [ours, none, simple] = [experiment('density', row), experiment('medoids', row), experiment('simple', row)];
    const part = (measure: 'coverage' | 'divergence'): string => {
      const gain = summary.difference(ours, simple, measure);
      if (!isClear(gain)) return `an unclear part of the difference in ${measure}`;
      const share = summary.difference(none, simple, measure).mean / gain.mean;
      return `${Math.round(100 * Math.min(Math.max(share, 0), 1))} % of the difference in ${measure}`;
    };
    return `s = ${row.exponent.toFixed(1)}, ${count(row.volunteers)} a round, this strategy beside the simple one: texts that are merely diverse, chosen without any vote, bring ${part('coverage')} and ${part('divergence')}.`;
  });
}

function smallInWords(summary: Summary): string[] {
  return smallRows.map((row) => {
    const [ours, none] = [experiment('density', row), experiment('medoids', row)];
    const [coverage, divergence] = [
      summary.difference(ours, none, 'coverage'),
      summary.difference(ours, none, 'divergence'),
    ];
    const verdict = (difference: Mean, isBetter: boolean): string =>
      !isClear(difference) ? 'not clearly different' : isBetter ? 'better' : 'worse';
    return `s = ${row.exponent.toFixed(1)}, ${count(row.volunteers)} a round, ${row.candidates} candidates: against texts chosen without votes, coverage is ${verdict(coverage, coverage.mean > 0)}, divergence ${verdict(divergence, divergence.mean < 0)}.`;
  });
}

function epsilonInWords(summary: Summary): string[] {
  const [few, many] = [epsilonRows[0], epsilonRows.at(-1)];
  if (!few || !many) return [];
  const between = (row: typeof few) => {
    const asked = [1, 4].map((epsilon) => experiment('density', { ...row, noise: local(epsilon) }));
    return divergences(summary, asked).join(' and ');
  };
  return [
    `Epsilon 1 needs many: the divergence at epsilon 1 and 4 is ${between(few)} with ${count(few.volunteers)} volunteers a round, ${between(many)} with ${count(many.volunteers)}.`,
  ];
}

function othersInWords(summary: Summary): string[] {
  const rule = (answerRule: 'random-draft' | 'closest') =>
    experiment('density', { answerRule, draftsEach: draftsOfRules });
  const [random, closest] = divergences(summary, [rule('random-draft'), rule('closest')]);
  const half = { halfOfTopics: true };
  const [missing, noVotes, all] = divergences(summary, [
    experiment('density', half),
    experiment('medoids', half),
    experiment('density', {}),
  ]);
  const [trusted, ours] = divergences(summary, [experiment('density', { noise: central }), experiment('density', {})]);
  return [
    `With ${draftsOfRules} drafts a volunteer the rule \`closest\` gives a divergence of ${closest}, \`random-draft\` ${random}. Only \`random-draft\` asks what the average draft is about.`,
    `The strategy does not invent what the pool lacks: with every second topic missing the divergence is ${missing} (no votes: ${noVotes}), with all topics ${all}. "None" shows only a part of what is missing.`,
    `A server that is trusted with every true answer and adds noise of epsilon 1 to their counts gets ${trusted} with 1 000 volunteers a round; ours, which trusts nobody, ${ours} at epsilon 4 a report.`,
  ];
}

/** Divergences of some experiments over the seeds that all of them have. */
function divergences(summary: Summary, experiments: readonly Experiment[]): string[] {
  const paired = summary.among(experiments);
  return experiments.map((each) => short(paired.worth(each, 'divergence').mean));
}
