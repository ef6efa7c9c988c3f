import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { endpointProvider } from '../evolution/endpoint-provider.ts';
import { endpointVariables, readEndpointSettings } from '../evolution/endpoint-settings.ts';
import { fileProvider } from '../evolution/file-provider.ts';
import { type PoolText, readPool } from '../evolution/pool.ts';
import type { VariationProvider } from '../evolution/variations.ts';
import { variationsFile, varyPool } from '../evolution/vary-pool.ts';
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
    .option('--each <number>', 'how many of each text, at most', wholeNumber(1, 20), 2)
    .option(
      '--parents <number>',
      'how many texts are varied (default: all; with --learned: 600)',
      wholeNumber(1, 50_000),
    )
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
    const pool = await readPool(path, folder);
    const { parents, round } = await chosenParents(path, folder, pool, provider, { ...options, signal });
    if (parents.length === 0)
      throw new BadInput(`every text was varied by ${provider.name} already, see ${variationsFile}`);
    const preview = provider.preview(parents, options.each);
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
    await write(`${made} variations of ${parents.length} texts were added to ${file}.\n`);
    for (const [reason, times] of refused) await write(`${times} were thrown away: ${reason}.\n`);
    await write(
      `It cost ${provider.spent()}.\nRead them, remove what you do not want, and name the file under pool in study.yaml.\n`,
    );
  });
}

async function providerOf({ study }: StudyFolder, { provider, from }: Options): Promise<VariationProvider> {
  if (provider === 'words') {
    if (!study.languages.every((tag) => tag.split('-')[0] === 'en')) {
      throw new BadInput('the provider "words" knows English only; name another one with --provider');
    }
    return wordsProvider(study.slots ?? []);
  }
  if (provider === 'endpoint') {
    const read = readEndpointSettings(process.env);
    if (!read.settings) throw new BadInput(read.problems);
    return endpointProvider(read.settings, study);
  }
  if (from === undefined) throw new BadInput('--provider file: name the file with --from');
  return fileProvider(from);
}

/** Shows what would be sent, and asks. */
async function agree(
  parents: readonly PoolText[],
  recipient: string,
  cost: string,
  name: string,
  options: ConfirmOptions,
): Promise<void> {
  const declared = (as: string) => parents.filter((text) => text.declared === as).length;
  await confirm(
    [
      `${parents.length} texts of the pool would be sent to ${recipient}: ${declared('synthetic')} declared synthetic, ${declared('public')} public, none private.`,
      ...parents.slice(0, 5).map(({ text }) => `  ${shorten(text, 100)}`),
      ...(parents.length > 5 ? [`  … and ${parents.length - 5} more`] : []),
      `The cost: ${cost}.`,
    ],
    name,
    options,
  );
}
