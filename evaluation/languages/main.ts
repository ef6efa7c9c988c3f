import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { models } from '../../core/embedding/model.ts';
import { languagesInWords } from '../../core/languages.ts';
import { repository } from '../../harness/folders.ts';
import { type Embedder, loadEmbedder } from '../../server/studies/embedder.ts';
import { type ClincFigures, measureClinc } from './clinc.ts';
import { type LanguageFigures, measureFilter, measureLanguage, suggestedFor } from './measure.ts';
import { languages, readMessageSet } from './message-set.ts';

const usage = `Usage: npm run evaluate:models -- [--clinc FILE] [--write]
  --clinc FILE  data_full.json of CLINC150 (default: ../shared/data/clinc150/data_full.json, when it is there)
  --write       put the tables into docs/languages.md instead of printing them`;

const page = join(repository, 'docs', 'languages.md');
const begin = '<!-- figures: npm run evaluate:models -- --write -->';
const end = '<!-- end of figures -->';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const short = (fraction: number): string => fraction.toFixed(2).replace(/^0/, '');

interface ModelFigures {
  readonly id: string;
  readonly minSimilarity: number;
  readonly perLanguage: readonly LanguageFigures[];
  readonly clinc: ClincFigures | undefined;
}

async function measureModel(model: (typeof models)[number], clinc: string | undefined): Promise<ModelFigures> {
  const embedder: Embedder = await loadEmbedder(model);
  try {
    const perLanguage: LanguageFigures[] = [];
    for (const language of languages) {
      console.error(`${model.id}: ${language}`);
      perLanguage.push(await measureLanguage(readMessageSet(language), embedder));
    }
    if (clinc !== undefined) console.error(`${model.id}: CLINC150, which takes a minute`);
    const clincFigures = clinc === undefined ? undefined : await measureClinc(clinc, embedder);
    return { id: model.id, minSimilarity: model.minSimilarity, perLanguage, clinc: clincFigures };
  } finally {
    await embedder.dispose();
  }
}

function tables(figures: readonly ModelFigures[]): string {
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
    return [`${languagesInWords([language])} (${language})`, ...cells, short(own), short(othersKeptOut)];
  });
  const parts = [table(['language', ...heads, 'own drafts count', 'others kept out'], rows)];
  const perModel = figures.map(({ id, perLanguage, clinc }, i) => {
    const declared = perLanguage.filter(({ language }) => models[i]?.languages.includes(language));
    const mean = declared.reduce((sum, { found }) => sum + found, 0) / declared.length;
    const cells = clinc ? [short(clinc.found), short(clinc.outOfScopeAuroc)] : ['not measured', 'not measured'];
    return [id, short(mean), short(suggestedFor(declared)), ...cells];
  });
  parts.push(
    table(
      [
        'model',
        'found, mean of its languages',
        'suggested minSimilarity',
        'CLINC150: found',
        'CLINC150: out of scope, AUROC',
      ],
      perModel,
    ),
  );
  return parts.join('\n\n');
}

async function main(): Promise<number> {
  let values: { clinc?: string; write?: boolean };
  try {
    ({ values } = parseArgs({ options: { clinc: { type: 'string' }, write: { type: 'boolean' } } }));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const usual = join(repository, '..', 'shared', 'data', 'clinc150', 'data_full.json');
  const clinc = values.clinc ?? (existsSync(usual) ? usual : undefined);
  if (clinc !== undefined && !existsSync(clinc)) {
    console.error(`--clinc ${clinc}: there is no such file`);
    return 2;
  }
  const figures: ModelFigures[] = [];
  for (const model of models) figures.push(await measureModel(model, clinc));
  const made = tables(figures);
  if (!values.write) console.log(made);
  else {
    const before = readFileSync(page, 'utf8');
    const [head, rest] = before.split(begin);
    const tail = rest?.split(end)[1];
    if (head === undefined || tail === undefined)
      throw new Error(`${page}: expected the lines "${begin}" and "${end}"`);
    writeFileSync(page, `${head}${begin}\n${made}\n${end}${tail}`);
    console.error(`Wrote the tables into ${page}`);
  }
  return 0;
}

process.exitCode = await main();
