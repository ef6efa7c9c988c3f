import type { Experiment } from '../experiments.ts';
import type { Mean, Summary } from './summary.ts';

/** ".697", "-.012" */
export const short = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, '$1.');

/** "-.397 ± .016" */
export const withError = ({ mean, error }: Mean): string =>
  `${mean > 0 ? '+' : ''}${short(mean)}${error === null ? '' : ` ± ${short(error)}`}`;

/** "coverage / divergence" */
export const worthCell = (summary: Summary, experiment: Experiment, round?: number): string =>
  `${short(summary.worth(experiment, 'coverage', round).mean)} / ${short(summary.worth(experiment, 'divergence', round).mean)}`;

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Thousands apart, as the rest of the documents have them. */
export const count = (value: number): string => value.toLocaleString('en').replaceAll(',', ' ');
