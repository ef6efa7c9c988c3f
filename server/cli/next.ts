import { join } from 'node:path';
import type { Command } from 'commander';
import { percent } from '../../core/percent.ts';
import { appendRound, entryInYaml } from '../evolution/append-round.ts';
import { type FittedStudy, fitStudy } from '../evolution/fit-study.ts';
import { candidatesOfFirst, type NextRound, nextRound } from '../evolution/next-round.ts';
import { type Proposal, proposalOf } from '../evolution/proposal.ts';
import type { PublishedStudy } from '../evolution/published-study.ts';
import { refuseExisting, writeRoundFile } from '../evolution/round-file.ts';
import type { PreviewInShort } from '../studies/preview-documents.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import { BadInput } from './bad-input.ts';
import { refusingEvolution } from './evolution-refusals.ts';
import { wholeNumber } from './number-options.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { stopOnInterrupt, withProgress } from './progress.ts';
import { makePreview, tell as tellPreview } from './publish.ts';
import { type JsonOption, shorten, withJson, write, writeColumns, writeJson } from './standard-output.ts';
import {
  embedderOnDemand,
  type FolderBeforeRound,
  folderBeforeRound,
  publishedStudy,
  studyFolderOf,
} from './study-at-place.ts';

interface Options extends PlaceOptions, JsonOption {
  readonly candidates?: number;
  readonly seed: number;
  readonly add?: boolean;
  readonly publish?: boolean;
  readonly anyway?: boolean;
}

export function addNext(program: Command): void {
  const command = program
    .command('next')
    .description('propose the candidates of the next round from all closed ones, for review')
    .argument('<study>', 'folder of the study, or its name')
    .option('--candidates <number>', 'how many (default: as many as the last round had)', wholeNumber(1, 9_999))
    .option(
      '--seed <number>',
      'decides between texts that are as good, and nothing else',
      wholeNumber(0, 2 ** 31 - 1),
      1,
    )
    .option('--add', 'also add the round to study.yaml; without it the lines to add are shown')
    .option('--publish', 'also add it, and make a preview of it on the server (donor publish)')
    .option('--anyway', 'propose a round even when the rounds so far say enough');
  withJson(withPlace(command))
    .addHelpText(
      'after',
      `
Writes the texts into a new file of the study's folder, which you read and correct before you publish the round. Only closed
rounds with a release are learned from. Texts are chosen by a fit without a guarantee; shares and intervals are those of each
round. A first round is proposed when study.yaml names a file of texts that is not there yet.`,
    )
    .action(next);
}

type Asked = FolderBeforeRound & { readonly path: string };

async function next(named: string, options: Options): Promise<void> {
  const path = await studyFolderOf(named);
  const asked = { path, ...(await folderBeforeRound(path)) };
  const { folder, pending } = asked;
  const isFirst = pending >= 0 && !folder.rounds.slice(0, pending).some(({ kind }) => kind === 'candidates');
  const signal = stopOnInterrupt();
  const { isWritten, tell } = await refusingEvolution(async () => {
    if (isFirst) return propose(asked, undefined, signal, options);
    return atPlace(options, async (place) =>
      propose(asked, await publishedStudy(place, folder.study.name), signal, options),
    );
  });
  const made = options.publish && isWritten ? await makePreview(path, options) : undefined;
  await tell(made?.preview);
  if (made && !options.json) await tellPreview(made.preview, made, {});
}

/** What came of a proposal, and how it is told; `preview` is the one that was made of it. */
interface Proposed {
  readonly isWritten: boolean;
  tell(preview: PreviewInShort | undefined): Promise<void>;
}

async function propose(
  { path, folder, pending }: Asked,
  published: PublishedStudy | undefined,
  signal: AbortSignal,
  options: Options,
): Promise<Proposed> {
  const round = roundToFill({ path, folder, pending }, published);
  await refuseExisting(path, round.entry.texts);
  const embedder = embedderOnDemand();
  const fitted = await withProgress('', (onProgress) =>
    fitStudy(
      path,
      folder,
      published,
      ({ known }, poolTexts) => ({
        candidates: options.candidates ?? known.at(-1)?.texts.length ?? candidatesOfFirst(poolTexts),
        dataset: 0,
      }),
      {
        loadEmbedder: embedder.load,
        signal,
        seed: options.seed,
        onProgress: (what, done, of) => onProgress(done, of, what),
      },
    ),
  ).finally(embedder.dispose);
  const proposal = proposalOf(fitted, round, folder, published?.bundle, Date.now());
  const { candidates, map, problems, fromDay, stop } = proposal;
  if (problems.length > 0) throw new StudyFolderError(problems);
  const isWritten = stop === undefined || options.anyway === true;
  if (isWritten) {
    await writeRoundFile(path, round.entry.texts, candidates);
    const isAdded = options.add || options.publish;
    if (isAdded && pending < 0) await appendRound(path, round.entry);
  }
  const summary = {
    study: folder.study.name,
    round: round.number,
    learnedFrom: fitted.so.known.map(({ number, evidence }) => ({ round: number, reports: evidence.reports })),
    leftOut: fitted.so.leftOut,
    pool: { texts: fitted.pool.texts.length, sameTexts: fitted.pool.sameTexts, different: fitted.fit.kept.length },
    elsewhere: fitted.fit.elsewhere,
    moved: fitted.fit.moved,
    stop: stop ?? null,
    cohorts: round.cohorts ?? null,
    file: isWritten ? join(path, round.entry.texts) : null,
  };
  const tell: Proposed['tell'] = async (preview) => {
    if (options.json) return writeJson({ ...summary, entry: round.entry, candidates, map, preview: preview ?? null });
    await show(fitted, summary, { candidates, map });
    if (stop !== undefined) {
      await write(
        `\nNo further round is proposed: ${stop}.\nMake the dataset: donor dataset ${folder.study.name} --count 200 --out dataset\n`,
      );
    }
    if (!isWritten) return;
    if (fromDay > 1) {
      await write(
        `\nVolunteers of these cohorts have spent their 30 days' room: they answer it from day ${fromDay} on.\n`,
      );
    }
    await write(
      `\nRead ${summary.file}, and correct or remove texts before you publish the round: donor publish ${path}\n`,
    );
    if (pending < 0 && !options.add && !preview) {
      await write(`Add it to the rounds of study.yaml (or use --add):\n${entryInYaml(round.entry)}`);
    }
  };
  return { isWritten, tell };
}

/** The round of which the texts are wanted, when the study file and the server's log allow one. */
function roundToFill({ folder, pending }: Asked, published: PublishedStudy | undefined): NextRound {
  const rounds = published?.bundle.rounds ?? [];
  const name = folder.study.name;
  const written = pending >= 0 ? pending : folder.rounds.length;
  if (published && rounds.length < written) {
    throw new BadInput(
      `round ${rounds.length + 1} stands in the study file of ${name} and is not published yet; publish it, or take it out`,
    );
  }
  if (rounds.length > written) {
    throw new BadInput(
      `the server has ${rounds.length} rounds of ${name}, and study.yaml has ${written}; this is an older copy of the folder`,
    );
  }
  const open = rounds.findIndex(({ signed }, i) => signed.document.kind === 'candidates' && !published?.isClosed(i));
  if (open >= 0) {
    throw new BadInput(
      `round ${open + 1} is open until ${rounds[open]?.signed.document.closesAt}: what is proposed next is public, and would publish a look at it; wait, or close it with donor close ${name}/${open + 1}`,
    );
  }
  const entry = folder.rounds[pending];
  if (entry?.kind !== 'candidates') return nextRound(folder, rounds, Date.now());
  const { list: _list, file: _file, entries: _entries, ...given } = entry;
  return { number: pending + 1, entry: given, cohorts: given.cohorts };
}

interface Shown {
  readonly round: number;
  readonly moved: number | null;
  readonly leftOut: readonly { readonly number: number; readonly reason: string }[];
}

/** Lines of each table before the rest is only counted. */
const mostLines = 15;

async function show(
  { pool, so, fit }: FittedStudy,
  { round, moved, leftOut }: Shown,
  { candidates, map }: Pick<Proposal, 'candidates' | 'map'>,
): Promise<void> {
  const reports = so.known.reduce((sum, { evidence }) => sum + evidence.reports, 0);
  const joined = pool.texts.length - fit.kept.length + pool.sameTexts;
  await write(`The pool has ${fit.kept.length} different texts (${joined} more are nearly the same as one of them).\n`);
  for (const each of leftOut) await write(`Round ${each.number} is left out: ${each.reason}.\n`);
  if (so.known.length > 0) {
    await write(`Learned from ${so.known.length} ${so.known.length === 1 ? 'round' : 'rounds'}, ${reports} reports.`);
    await write(moved === null ? '\n' : ` The last one moved ${percent(moved)} of the fit.\n`);
    await write('\nWhat is known, as an estimate without a guarantee:\n');
    const lines = map
      .slice(0, mostLines)
      .map((entry) => [percent(entry.share), String(entry.candidates), shorten(entry.like, 80)]);
    await writeColumns([['share', 'next', 'texts like'], ...lines], [0, 1]);
    if (map.length > mostLines) await write(`… and ${map.length - mostLines} parts of the pool with smaller shares\n`);
    await write(`${percent(fit.elsewhere)} is like no text of the pool, as far as "none" shows it.\n`);
  }
  const kept = candidates.filter(({ before }) => before.length > 0).length;
  await write(
    `\nRound ${round}: ${candidates.length} candidates, ${kept} kept from earlier rounds, ${candidates.length - kept} new.\n`,
  );
  const lines = candidates
    .slice(0, mostLines)
    .map(({ text, before, why }) => [before.length > 0 ? 'kept' : 'new', shorten(text, 60), why]);
  await writeColumns([['', 'candidate', 'why'], ...lines], []);
  if (candidates.length > mostLines) await write(`… and ${candidates.length - mostLines} more in the file\n`);
}
