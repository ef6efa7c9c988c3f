import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { models } from '../../core/embedding/model.ts';
import { repository } from '../../harness/folders.ts';
import { type Embedder, loadEmbedder } from '../../server/studies/embedder.ts';
import { measureClinc } from './clinc.ts';
import { countFound, type FoundCount } from './held-out.ts';
import { type LanguageFigures, measureLanguage } from './measure.ts';
import { languages, readMessageSet } from './message-set.ts';
import { type ModelFigures, tables } from './tables.ts';

const usage = `Usage: npm run evaluate:models -- [--clinc FILE] [--write]
  --clinc FILE  data_full.json of CLINC150 (default: ../shared/data/clinc150/data_full.json, when it is there)
  --write       put the tables into docs/languages.md instead of printing them`;

const page = join(repository, 'docs', 'languages.md');
const begin = '<!-- figures: npm run evaluate:models -- --write -->';
const end = '<!-- end of figures -->';

async function measureModel(model: (typeof models)[number], clinc: string | undefined): Promise<ModelFigures> {
  const embedder: Embedder = await loadEmbedder(model);
  try {
    const perLanguage: LanguageFigures[] = [];
    const heldOut: FoundCount[] = [];
    for (const language of languages) {
      console.error(`${model.id}: ${language}`);
      const set = readMessageSet(language);
      perLanguage.push(await measureLanguage(set, embedder));
      heldOut.push(countFound((await measureLanguage({ ...set, messages: set.heldOut }, embedder)).tried));
    }
    if (clinc !== undefined) console.error(`${model.id}: CLINC150, which takes a minute`);
    const clincFigures = clinc === undefined ? undefined : await measureClinc(clinc, embedder);
    return { id: model.id, minSimilarity: model.minSimilarity, perLanguage, heldOut, clinc: clincFigures };
  } finally {
    await embedder.dispose();
  }
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
