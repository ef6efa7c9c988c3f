import type { Declared } from '../studies/pool-fields.ts';
import type { FittedStudy } from './fit-study.ts';
import { originInWords } from './pool.ts';

/** One line of a dataset that was drawn from the fit of all rounds; every text stands in it once. */
export interface DensityLine {
  readonly text: string;
  /** Where in the pool it stands. */
  readonly source: string;
  readonly declared: Declared;
  /** Part of the fitted density that lies on this text; for display, without a guarantee. */
  readonly weight: number;
}

/** The dataset, and the one that the same rule draws from the pool without any vote. */
export function densityDataset(fitted: FittedStudy): {
  readonly lines: readonly DensityLine[];
  readonly withoutVotes: readonly DensityLine[];
} {
  const line = (row: number): DensityLine => {
    const found = fitted.pool.texts[row];
    if (!found) throw new RangeError('a text that is not in the pool');
    const { text, declared, origin } = found;
    return { text, source: originInWords(origin), declared, weight: fitted.weightOf(row) };
  };
  return {
    lines: Array.from(fitted.fit.dataset, line),
    withoutVotes: Array.from(fitted.fit.datasetWithoutVotes, line),
  };
}
