import { performance } from 'node:perf_hooks';
import type { Command } from 'commander';
import { percent, percentRange } from '../../core/percent.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import type { SimulatedRound, SimulatedShare } from '../../fleet/simulated-round.ts';
import { readRealTexts } from '../pilots/real-texts.ts';
import { type Recipient, recipientOf, sendVotes } from '../pilots/send-votes.ts';
import { simulateStudy } from '../pilots/simulate-study.ts';
import type { Embedder } from '../studies/embedder.ts';
import { readStudyFolder } from '../studies/study-folder.ts';
import { modelOf } from '../studies/study-model.ts';
import { BadInput } from './bad-input.ts';
import { wholeNumber } from './number-options.ts';
import { stopOnInterrupt, withProgress } from './progress.ts';
import { readOrigin } from './server-options.ts';
import { shorten, write, writeColumns, writeJson, writeTable } from './standard-output.ts';
import { refusingFolders, type TextsOptions, withTexts } from './texts-options.ts';

interface Options extends TextsOptions {
  readonly volunteers: number;
  readonly personColumn?: string;
  readonly seed: number;
  readonly server?: string;
}

export function addSimulate(program: Command): void {
  const command = program
    .command('simulate')
    .description(
      'let simulated volunteers with real texts as drafts answer a study folder, and show estimates beside the truth',
    )
    .argument('<folder>', 'folder with a study.yaml')
    .requiredOption('--volunteers <number>', 'how many', wholeNumber(1, 1e7))
    .option(
      '--person-column <name>',
      'column that says whose a text is; each volunteer then has the texts of one person, the last one being the most recent',
    )
    .option('--seed <number>', 'decides who writes what, and nothing else', wholeNumber(0, 2 ** 31 - 1), 1)
    .option(
      '--server <url>',
      'also send the votes to a study server that has this study, as a pilot or a demo',
      readOrigin,
    );
  withTexts(command)
    .addHelpText(
      'after',
      `
Without --person-column a volunteer has 1 to 5 different drafts, two in three about a topic of its own. Topics are the labels
of --label-column, in an order that the seed decides, and follow Zipf's law; without labels every row of the file is as
likely. Votes are randomised with the operating system's randomness, so two runs of one seed differ in their noise.`,
    )
    .action(simulate);
}

async function simulate(path: string, options: Options): Promise<void> {
  const { texts, textColumn, labelColumn, personColumn, volunteers, seed, server, json } = options;
  const startedAt = performance.now();
  const stopping = stopOnInterrupt();
  const { folder, rows, recipient } = await refusingFolders(async () => {
    const folder = await readStudyFolder(path);
    const poll = folder.rounds.findIndex(isPrevalence);
    if (poll >= 0) {
      throw new BadInput(
        `round ${poll + 1}: prevalence polls cannot be simulated yet; take it out to simulate the others`,
      );
    }
    const rows = await readRealTexts(texts, { textColumn, labelColumn, personColumn });
    return { folder, rows, recipient: server === undefined ? undefined : await recipientOf(folder, server) };
  });
  // Loaded when it is needed: polls need no model.
  let embedder: Embedder | undefined;
  const embed: Embedder['embed'] = async (each, embedOptions) => {
    embedder ??= await (await import('../studies/embedder.ts')).loadEmbedder(modelOf(folder.study));
    return embedder.embed(each, embedOptions);
  };
  const { rounds, votes } = await withProgress('', (onProgress) =>
    simulateStudy(folder, rows, {
      volunteers,
      seed,
      embed,
      now: Date.now(),
      onProgress: (what, done, of) => onProgress(done, of, what),
      keepVotes: recipient !== undefined,
      signal: stopping,
    }),
  ).finally(() => embedder?.dispose());
  const sent = recipient && (await sendAll(recipient, votes, stopping));
  const seconds = (performance.now() - startedAt) / 1000;
  if (json) {
    const receipt = recipient ? { server: { origin: recipient.origin, study: recipient.study, reports: sent } } : {};
    return writeJson({ rounds, seconds, ...receipt });
  }
  for (const round of rounds) await describe(round);
  if (recipient)
    await write(
      `${sent} reports were sent to ${recipient.origin}, to each round that is open there; it shows its own estimates when it releases.\n`,
    );
  await write(`${seconds.toFixed(1)} seconds\n`);
}

/** @throws {Error} with the number of reports that have arrived, when something stops it */
async function sendAll(
  recipient: Recipient,
  votes: Parameters<typeof sendVotes>[1],
  signal: AbortSignal,
): Promise<number> {
  let arrived = 0;
  try {
    return await withProgress('reports sent', (onProgress) =>
      sendVotes(recipient, votes, {
        signal,
        onProgress(sent, of) {
          arrived = sent;
          onProgress(sent, of);
        },
      }),
    );
  } catch (error) {
    throw new Error(`${(error as Error).message}; the server has ${arrived} reports of this run`);
  }
}

/** Texts that are named before the rest is left out. */
const mostLines = 20;

async function describe({ round, title, volunteers, shares, none, ...found }: SimulatedRound): Promise<void> {
  await write(`Round ${round}: ${title}\n`);
  if (volunteers === 0) {
    await write(
      'Nobody answers it: its epsilon is above what the default caps allow, or earlier rounds spend it all.\n\n',
    );
    return;
  }
  const line = (label: string, share: SimulatedShare) => [
    shorten(label, 56),
    percent(share.true),
    percent(share.estimate),
    percentRange(share.low, share.high),
    share.significant ? '' : 'cannot be told from zero',
  ];
  const sorted = shares.toSorted((a, b) => b.estimate - a.estimate);
  const lines = sorted.slice(0, mostLines).map((share) => line(share.text, share));
  const head = ['text', 'true', 'estimate', '95 % interval', ''];
  await writeColumns([head, ...lines, ...(none ? [line('none of these', none)] : [])], [1, 2, 3]);
  if (sorted.length > mostLines)
    await write(`… and ${sorted.length - mostLines} texts with smaller estimates; --json has all of them\n`);
  const { recallTop10, coverage, falselySignificant, power } = found;
  await writeTable([
    ['volunteers', volunteers],
    ['true top 10 found', recallTop10 === null ? "nobody's answer was a text" : percent(recallTop10)],
    ['intervals that hold the truth', coverage === null ? '' : percent(coverage)],
    ["told from zero, but nobody's answer", falselySignificant],
    [
      'power',
      power.smallestShare === null
        ? 'none: too few volunteers'
        : `${power.seen} of the ${power.above} texts with a true share from ${percent(power.smallestShare)} on were told from zero (the plan promises 80%)`,
    ],
  ]);
  await write('\n');
}
