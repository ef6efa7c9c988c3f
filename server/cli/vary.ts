import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { endpointProvider } from '../evolution/endpoint-provider.ts';
import { endpointVariables, readEndpointSettings } from '../evolution/endpoint-settings.ts';
import { writing } from '../evolution/endpoint-tasks.ts';
import { fileProvider } from '../evolution/file-provider.ts';
import { type PoolText, readPool, type StudyPool } from '../evolution/pool.ts';
import type { Preview, VariationProvider } from '../evolution/variations.ts';
import { parentsLeft, variationsFile, varyPool } from '../evolution/vary-pool.ts';
import { wordsProvider } from '../evolution/words-provider.ts';
import { secureRandom } from '../secure-random.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { BadInput } from './bad-input.ts';
import { type ConfirmOptions, confirm, withYes } from './confirm.ts';
import { refusingEvolution } from './evolution-refusals.ts';
import { wholeNumber } from './number-options.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { stopOnInterrupt, withProgress } from './progress.ts';
import { type JsonOption, shorten, withJson, write, writeJson } from './standard-output.ts';
import { folderBeforeRound, studyFolderOf } from './study-at-place.ts';
import { chosenParents } from './varied-parents.ts';

interface Options extends ConfirmOptions, JsonOption, PlaceOptions {
  readonly provider: 'words' | 'endpoint' | 'file';
  readonly from?: string;
  readonly each: number;
  readonly parents?: number;
  readonly learned?: boolean;
  readonly about?: string;
  readonly outgoing?: string;
}

export function addVary(program: Command): void {
  const command = program
    .command('vary')
    .description('make variations of the texts of a pool, for review')
    .argument('<study>', 'folder of the study, or its name')
    .addOption(
      new Option(
        '--provider <which>',
        'words: exchanges words, on this machine; endpoint: a model that the environment names; file: a file of yours (--from)',
      )
        .choices(['words', 'endpoint', 'file'])
        .default('words'),
    )
    .option('--from <file>', 'file of variations with the columns text and parent')
    .option(
      '--each <number>',
      'how many of each text, at most (with --about: of each description)',
      wholeNumber(1, 100),
      2,
    )
    .option(
      '--parents <number>',
      'how many texts are varied (default: all; with --learned: 600)',
      wholeNumber(1, 50_000),
    )
    .option('--about <file>', 'endpoint only: write new texts on each description in this file, one a line')
    .option('--outgoing <file>', 'endpoint only: only write every text that would be sent into this file')
    .option('--learned', 'vary the texts that the closed rounds have shown people to write like');
  const lines = Object.entries(endpointVariables).map(([name, meaning]) => `  ${name.padEnd(26)}${meaning}`);
  withJson(withYes(withPlace(command)))
    .addHelpText(
      'after',
      `
Adds to ${variationsFile} in the study's folder. Read it, remove what you do not want, and name it in the study file:
  pool: [{ texts: pool.txt, declared: synthetic }, { texts: ${variationsFile}, declared: synthetic }]
Texts that are declared private are varied on this machine only. An interrupted run goes on where it was.
The endpoint speaks the OpenAI chat protocol; it is described by
${lines.join('\n')}`,
    )
    .action(vary);
}

async function vary(named: string, options: Options): Promise<void> {
  const path = await studyFolderOf(named);
  const signal = stopOnInterrupt();
  await refusingEvolution(async () => {
    const { folder } = await folderBeforeRound(path);
    const provider = await providerOf(folder, options);
    const isNew = options.about !== undefined && (folder.study.pool ?? []).length === 0;
    const pool: StudyPool = isNew ? { texts: [], sameTexts: 0 } : await readPool(path, folder);
    const { parents, round } =
      options.about === undefined
        ? await chosenParents(path, folder, pool, provider, { ...options, signal })
        : { parents: await parentsLeft(path, await descriptions(options.about), provider, 0), round: 0 };
    if (parents.length === 0)
      throw new BadInput(`every text was varied by ${provider.name} already, see ${variationsFile}`);
    const preview = provider.preview(parents, options.each);
    if (options.outgoing !== undefined) return writeOutgoing(options.outgoing, parents, preview, options);
    if (preview.recipient !== undefined)
      await agree(parents, preview.recipient, preview.cost, folder.study.name, options);
    const { made, refused } = await withProgress('texts varied', (onProgress) =>
      varyPool(path, pool.texts, parents, provider, {
        each: options.each,
        round,
        languages: folder.study.languages,
        random: secureRandom(),
        signal,
        onProgress,
      }),
    );
    const file = join(path, variationsFile);
    if (options.json) {
      return writeJson({
        file,
        parents: parents.length,
        made,
        refused: Object.fromEntries(refused),
        spent: provider.spent(),
      });
    }
    const what = options.about === undefined ? 'variations' : 'texts';
    const of = options.about === undefined ? 'texts' : 'descriptions';
    await write(`${made} ${what} of ${parents.length} ${of} were added to ${file}.\n`);
    for (const [reason, times] of refused) await write(`${times} were thrown away: ${reason}.\n`);
    await write(
      `It cost ${provider.spent()}.\nRead them, remove what you do not want, and name the file under pool in study.yaml.\n`,
    );
  });
}

async function providerOf(
  { study }: StudyFolder,
  { provider, from, about, outgoing, each }: Options,
): Promise<VariationProvider> {
  if (provider !== 'endpoint' && (about !== undefined || outgoing !== undefined)) {
    throw new BadInput('--about and --outgoing need --provider endpoint');
  }
  if (each > mostVariations && about === undefined) {
    throw new BadInput(`--each: expected at most ${mostVariations} variations of each text`);
  }
  if (provider === 'words') {
    if (!study.languages.every((tag) => tag.split('-')[0] === 'en')) {
      throw new BadInput('the provider "words" knows English only; name another one with --provider');
    }
    return wordsProvider(study.slots ?? []);
  }
  if (provider === 'endpoint') {
    const read = readEndpointSettings(process.env);
    if (!read.settings) throw new BadInput(read.problems);
    const { languages } = study;
    return endpointProvider(read.settings, { languages, ...(about !== undefined && { task: writing }) });
  }
  if (from === undefined) throw new BadInput('--provider file: name the file with --from');
  return fileProvider(from);
}

const mostVariations = 20;

/** What texts are to be about, as the researcher describes it; a comment or an empty line is none. */
async function descriptions(file: string): Promise<PoolText[]> {
  const content = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(`expected a file with descriptions, one a line, found none at "${file}"`);
  });
  const found = content.split('\n').map((line, i) => ({ text: line.trim(), line: i + 1 }));
  const texts = found.filter(({ text }) => text !== '' && !text.startsWith('#'));
  if (texts.length === 0) throw new BadInput(`${file} has no description`);
  return texts.map(({ text, line }) => ({
    text,
    declared: 'synthetic',
    origin: { kind: 'written', file, line },
    heading: undefined,
  }));
}

/** Writes what would be sent, and sends nothing. */
async function writeOutgoing(
  file: string,
  parents: readonly PoolText[],
  { recipient, cost }: Preview,
  { json }: JsonOption,
): Promise<void> {
  const content = parents.map(({ text, declared }) => `${JSON.stringify({ text, declared })}\n`).join('');
  await writeFile(file, content, { flag: 'wx' }).catch((error) => {
    throw error.code === 'EEXIST' ? new BadInput(`${file} is there already; delete it, or name another file`) : error;
  });
  if (json) return writeJson({ file, texts: parents.length, recipient, cost });
  await write(`${parents.length} texts would be sent to ${recipient}; all of them are in ${file}. Nothing was sent.\n`);
}

/** Shows what would be sent, and asks. */
async function agree(
  parents: readonly PoolText[],
  recipient: string,
  cost: string,
  name: string,
  options: ConfirmOptions & Pick<Options, 'about'>,
): Promise<void> {
  const declared = (as: string) => parents.filter((text) => text.declared === as).length;
  await confirm(
    [
      options.about === undefined
        ? `${parents.length} texts of the pool would be sent to ${recipient}: ${declared('synthetic')} declared synthetic, ${declared('public')} public, none private.`
        : `${parents.length} descriptions would be sent to ${recipient}.`,
      ...parents.slice(0, 5).map(({ text }) => `  ${shorten(text, 100)}`),
      ...(parents.length > 5 ? [`  … and ${parents.length - 5} more; --outgoing FILE writes all of them`] : []),
      `The cost: ${cost}.`,
    ],
    name,
    options,
  );
}
