import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type RunInShort, runSchema } from '../automatic/automatic-documents.ts';
import { appendRound } from '../evolution/append-round.ts';
import { RoundFileRefused, roundFileContent, writeRoundFile } from '../evolution/round-file.ts';
import { BadInput } from './bad-input.ts';
import { refusingEvolution } from './evolution-refusals.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { type JsonOption, withJson, write, writeJson } from './standard-output.ts';
import { folderBeforeRound, studyFolderOf } from './study-at-place.ts';

type Options = PlaceOptions & JsonOption;

export function addFetch(automatic: Command): void {
  const command = automatic
    .command('fetch')
    .description('add the rounds that were opened by themselves to the folder of the study')
    .argument('<study>', 'folder of the study, or its name');
  withJson(withPlace(command)).action(fetchRounds);
}

/** Adds what the server has opened, one round after the other; done again, it adds what is new since. */
async function fetchRounds(named: string, options: Options): Promise<void> {
  const path = await studyFolderOf(named);
  await refusingEvolution(async () => {
    const { folder } = await folderBeforeRound(path);
    const { name } = folder.study;
    const run = await atPlace(options, async (place) =>
      runSchema.parse(await place.getByToken(`/v1/automatic/${name}`)),
    );
    const missing = run.opened.filter(({ round }) => round > folder.rounds.length);
    for (const [i, { round, entry }] of missing.entries()) {
      if (round !== folder.rounds.length + i + 1) {
        throw new BadInput(
          `round ${folder.rounds.length + i + 1} was not opened by itself; this is an older copy of the folder`,
        );
      }
      const candidates = candidatesOf(run, round);
      await writeRoundFile(path, entry.texts, candidates).catch(async (error) => {
        // An earlier call was stopped between the file and the study file.
        const found = await readFile(join(path, entry.texts), 'utf8').catch(() => undefined);
        if (!(error instanceof RoundFileRefused && found === roundFileContent(entry.texts, candidates))) throw error;
      });
      await appendRound(path, entry);
    }
    if (options.json) return writeJson({ folder: path, added: missing.map(({ round }) => round) });
    const what = missing.length === 1 ? '1 round was' : `${missing.length} rounds were`;
    await write(`${what} added to ${path}.\n`);
  });
}

function candidatesOf({ steps }: RunInShort, round: number) {
  const chosen = steps.findLast(({ step }) => step.kind === 'chosen' && step.round === round)?.step;
  return chosen?.kind === 'chosen' ? chosen.candidates : [];
}
