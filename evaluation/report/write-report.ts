import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Result } from '../run-experiment.ts';
import { count } from './markdown.ts';
import { type Picture, pictures } from './plots.ts';
import { reading } from './reading.ts';
import { Summary } from './summary.ts';
import {
  barTable,
  differenceTable,
  epsilonTable,
  limitTable,
  mainTable,
  roundTable,
  ruleTable,
  smallTable,
} from './tables.ts';

/** How the figures came about. */
export interface ReportOptions {
  readonly barSeeds: number;
  readonly poolTexts: number;
  readonly draftTexts: number;
}

/**
 * The whole report as Markdown.
 *
 * @param images address of the pictures' folder, as seen from the report
 */
export function report(results: readonly Result[], options: ReportOptions, images: string): string {
  const { barSeeds, poolTexts, draftTexts } = options;
  const summary = new Summary(results);
  const [strategiesPicture, roundsPicture, epsilonPicture] = pictures(summary).map(
    ({ name, description }) => `![${description}](${images}/${name}.svg)`,
  );
  return `# What rounds that learn are worth

Made by \`npm run evaluate\`, which writes this page from what it measures; the sentences below follow from the figures. Every study was simulated through the
product's own code: its embedder, its fleet and rules of answering, its sampler, and [core/evolution](../core/evolution)
([mathematics](mathematics.md#rounds-that-learn)). Nobody's data are in it.

**Set-up.** CLINC150: messages that people wrote, about 150 topics. The pool is its training split (${count(poolTexts)}
texts). Volunteers write texts of the other two splits (${count(draftTexts)}). Topics follow Zipf's law with exponent s, in an order that the seed
draws: s = 1.5 is concentrated, s = 1.0 spread out. Four rounds, fresh volunteers in each, one draft each, epsilon 4 a report, \`minSimilarity\`
.3. The dataset has 200 texts. A topic is a label that only the measurement knows.

- **Coverage**: mean cosine of 4 000 other drafts of the same people to the nearest text of the dataset. Higher is better.
- **Divergence**: Jensen-Shannon divergence between the topics of the dataset and of these drafts, in bits. Lower is better.

Cells are coverage / divergence, means over as many seeds as the last column says. All cells of a row have the same
seeds, because worlds differ more than strategies do. Differences are taken seed by seed (mean ± standard error).

## Reading
${reading(summary)
  .map((sentence) => `- ${sentence}`)
  .join('\n')}

**When not to use it.**
- Below 300 volunteers a round at epsilon 4, or as many as know equally well at a smaller epsilon, unless interests are concentrated. Where they
  are spread out (s = 1.0), below 1 000.
- When the pool lacks what people write about: nothing here finds it.
- When you need to *test* something: the density has no interval, so test on the shares of a single round.
- When coverage is all that you need: diverse texts of a good pool, chosen without votes, bring much of it, and spend nobody's privacy.

**Not simulated.** Variations were real neighbours out of the same data, not texts of a language model. Nobody
poisoned the votes. One language, one model, one set of short requests; other data will differ.

## Strategies
${mainTable(summary)}

${strategiesPicture}

"Simple strategy": keep the best 40 % of the candidates of a round, vary them, explore with the rest. "Medoids": texts that stand for the pool, chosen without
any vote. "Like Private Evolution": noisy counts of a trusted server choose what is varied next; Laplace noise of scale 2 / epsilon. "True shares": the
same dataset rule, had one known the topics. Central noise at epsilon 1 needs a server that sees every true answer.

## Bars
Set before they were measured.

${barTable(summary)}

## Differences, seed by seed
Coverage; divergence. Plus is more coverage (better), minus less divergence (better).

${differenceTable(summary)}

## Round by round
Seeds 0 to ${Math.min(3, barSeeds - 1)}. The last column says how far each round from the second on moved the fit (0 to 1), which is what the stop rule reads.

${roundTable(summary)}

${roundsPicture}

## Epsilon
s = 1.5.

${epsilonTable(summary)}

${epsilonPicture}

## Small studies
${smallTable(summary)}

## Rules of answering
s = 1.5, 1 000 volunteers a round, 50 candidates, ten drafts each, two thirds of them about a topic of their own.

${ruleTable(summary)}

## Limits
${limitTable(summary)}
`;
}

/** Writes report and pictures; nothing is written before all of it is made. */
export function writeReport(results: readonly Result[], options: ReportOptions, out: string): void {
  const text = report(results, options, 'images');
  const made: readonly Picture[] = pictures(new Summary(results));
  const images = join(dirname(out), 'images');
  mkdirSync(images, { recursive: true });
  for (const { name, svg } of made) writeFileSync(join(images, `${name}.svg`), svg);
  writeFileSync(out, text);
  console.error(`wrote ${basename(out)} and ${made.length} pictures beside it`);
}
