import { models, multilingualModel } from '../../core/embedding/model.ts';
import { languagesInWords } from '../../core/languages.ts';
import type { ClincFigures } from './clinc.ts';
import { countFound, type FoundCount, mayDeclare, share, standardError, together } from './held-out.ts';
import { type LanguageFigures, measureFilter, suggestedFor } from './measure.ts';
import { languages, readMessageSet } from './message-set.ts';

/** All that is measured of one model. */
export interface ModelFigures {
  readonly id: string;
  readonly minSimilarity: number;
  readonly perLanguage: readonly LanguageFigures[];
  /** Of the held-out messages, in the same order of languages. */
  readonly heldOut: readonly FoundCount[];
  readonly clinc: ClincFigures | undefined;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const short = (fraction: number): string => fraction.toFixed(2).replace(/^0/, '');

/** The tables of docs/languages.md, in Markdown; `figures` in the order of `models`. */
export function tables(figures: readonly ModelFigures[]): string {
  const sets = languages.map(readMessageSet);
  const heads = figures.flatMap(({ id, minSimilarity }) => [
    `${id}: found`,
    `right at ${short(minSimilarity)}`,
    'off-topic none',
  ]);
  const rows = languages.map((language, i) => {
    const { own, othersKeptOut } = measureFilter(sets, language);
    const cells = figures.flatMap(({ perLanguage }) => {
      const { found, right, offTopicNone } = perLanguage[i] as LanguageFigures;
      return [short(found), short(right), short(offTopicNone)];
    });
    return [`${languagesInWords([language], 'en-GB')} (${language})`, ...cells, short(own), short(othersKeptOut)];
  });
  const parts = [table(['language', ...heads, 'own drafts count', 'others kept out'], rows)];
  parts.push(heldOutTable(figures));
  const perModel = figures.map(({ id, perLanguage, heldOut, clinc }, i) => {
    const isDeclared = (language: string) => models[i]?.languages.includes(language) ?? false;
    const declared = perLanguage.filter(({ language }) => isDeclared(language));
    const mean = (shares: readonly number[]) => short(shares.reduce((sum, one) => sum + one, 0) / shares.length);
    const heldOutShares = heldOut.filter((_, j) => isDeclared(languages[j] ?? '')).map(share);
    const cells = clinc ? [short(clinc.found), short(clinc.outOfScopeAuroc)] : ['not measured', 'not measured'];
    return [id, mean(declared.map(({ found }) => found)), mean(heldOutShares), short(suggestedFor(declared)), ...cells];
  });
  parts.push(
    table(
      [
        'model',
        'found, mean of its languages',
        'held out: found, mean of its languages',
        'suggested minSimilarity',
        'CLINC150: found',
        'CLINC150: out of scope, AUROC',
      ],
      perModel,
    ),
  );
  return parts.join('\n\n');
}

function heldOutTable(figures: readonly ModelFigures[]): string {
  const rows = languages.map((language, i) => {
    const cells = figures.flatMap(({ id, heldOut, perLanguage }) => {
      const held = heldOut[i] as FoundCount;
      const older = countFound((perLanguage[i] as LanguageFigures).tried);
      const both = short(share(together(held, older)));
      const verdict = id === multilingualModel.id ? [mayDeclare(held, older) ? 'yes' : 'no'] : [];
      return [`${short(share(held))} ± ${short(standardError(held))}`, short(share(older)), both, ...verdict];
    });
    return [`${languagesInWords([language], 'en-GB')} (${language})`, ...cells];
  });
  const heads = figures.flatMap(({ id }) => [
    `${id}: held out`,
    'older',
    'together',
    ...(id === multilingualModel.id ? ['may be declared'] : []),
  ]);
  return table(['language', ...heads], rows);
}
