import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type ApprovedPool, approvedPoolHash, approvedPoolOf } from '../automatic/approved-pool.ts';
import { poolSchema, type RunInShort, runSchema } from '../automatic/automatic-documents.ts';
import { type RunSettings, reportLimits, runSettingsSchema } from '../automatic/run-state.ts';
import { readPool, type StudyPool } from '../evolution/pool.ts';
import { readStudyFolder, type StudyFolder } from '../studies/study-folder.ts';
import { longestWrittenStudyBytes } from '../studies/written-study.ts';
import { nextInWords, settingsInWords, stepInWords } from './automatic-in-words.ts';
import { BadInput } from './bad-input.ts';
import { type ConfirmOptions, confirm, withYes } from './confirm.ts';
import { embedTexts } from './embed-texts.ts';
import { refusingEvolution } from './evolution-refusals.ts';
import { addFetch } from './fetch-rounds.ts';
import { positiveNumber, wholeNumber } from './number-options.ts';
import { atPlace, type Place, type PlaceOptions, withPlace } from './place.ts';
import { type JsonOption, shorten, withJson, write, writeColumns, writeJson, writeTable } from './standard-output.ts';
import { studyFolderOf } from './study-at-place.ts';

interface StartOptions extends PlaceOptions, ConfirmOptions, JsonOption {
  readonly rounds: number;
  readonly hours?: number;
  readonly reports?: number;
  readonly candidates?: number;
  readonly review?: string;
  readonly approved?: string;
}
type Options = PlaceOptions & JsonOption;

export function addAutomatic(program: Command): void {
  const automatic = program
    .command('automatic')
    .description('let a study run its next rounds by itself, from the texts of its pool that you approve');
  const start = automatic
    .command('start')
    .description('approve the pool of a study, and let its next rounds follow by themselves')
    .argument('<study>', 'folder of the study, or its name')
    .requiredOption('--rounds <number>', 'how many rounds follow, at most', wholeNumber(1, 20))
    .option('--hours <number>', 'each round closes so long after it opened', positiveNumber(8_784))
    .option(
      '--reports <number>',
      `each round closes when its public total says so many (${reportLimits.slice(0, 6).join(', ')}, …)`,
      wholeNumber(1, 1_000_000),
    )
    .option(
      '--candidates <number>',
      'texts of each round (default: as many as the last one had)',
      wholeNumber(1, 9_999),
    )
    .option('--review <file>', 'only write every text that would be approved into this file; nothing is sent')
    .option('--approved <sha256>', 'refuse when the pool is not the one with this hash, which you have read');
  withJson(withYes(withPlace(start)))
    .addHelpText(
      'after',
      `
The study is open already. Its server chooses from the pool after each round has closed, and publishes what it chose without
anybody reading it again: read every text before (--review). Texts that are declared private are not sent. A run stops by itself
when it has learned enough, when its volunteers have no room left, or when something is not as it was approved.`,
    )
    .action(begin);
  for (const [name, description] of [
    ['status', 'what the rounds that follow by themselves have done, step by step'],
    ['pause', 'close and open no round by itself until it is resumed'],
    ['resume', 'go on after a pause'],
    ['stop', 'end it for good, and delete the pool from the server; an open round stays open'],
  ] as const) {
    const command = automatic.command(name).description(description).argument('<study>', 'name of the study');
    withJson(withPlace(command)).action((study: string, options: Options) => change(name, study, options));
  }
  addFetch(automatic);
}

async function begin(named: string, options: StartOptions): Promise<void> {
  const settings = settingsOf(options);
  const path = await studyFolderOf(named);
  await refusingEvolution(async () => {
    const folder = await readStudyFolder(path);
    const pool = await readPool(path, folder);
    const approved = approvedPoolOf(folder, pool);
    const sha256 = await approvedPoolHash(approved);
    if (options.review !== undefined) return review(options.review, approved, sha256, options);
    if (options.approved !== undefined && options.approved !== sha256) {
      throw new BadInput(`the pool or the study file has changed: its hash is ${sha256}; read it again (--review)`);
    }
    const { name } = folder.study;
    checkSize(approved);
    await confirm(consequences(folder, pool, approved, settings, sha256), name, options);
    const run = await atPlace(options, async (place) => {
      const sent = poolSchema.parse(await place.put(`/v1/pools/${name}`, approved));
      if (sent.sha256 !== sha256) throw new Error('the server has another pool than was sent; nothing was started');
      await embedTexts(place, `/v1/pools/${name}`, sha256, 'stopped: nothing follows by itself, and the pool was sent');
      if (place.origin === undefined)
        console.error('A server that runs (npm start) opens them; this command does not wait.');
      return runSchema.parse(await place.post(`/v1/automatic/${name}/start`, { sha256, settings }));
    });
    await tell(run, options);
  });
}

function settingsOf({ rounds, hours, reports, candidates }: StartOptions): RunSettings {
  const parsed = runSettingsSchema.safeParse({ rounds, hours, reports, candidates });
  if (parsed.success) return parsed.data;
  throw new BadInput(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
}

/** Everything that may be published, for a person to read. */
async function review(file: string, { texts }: ApprovedPool, sha256: string, { json }: JsonOption): Promise<void> {
  await writeFile(file, texts.map((each) => `${JSON.stringify(each)}\n`).join(''), { flag: 'wx' }).catch((error) => {
    throw error.code === 'EEXIST' ? new BadInput(`${file} is there already; delete it, or name another file`) : error;
  });
  if (json) return writeJson({ file, texts: texts.length, sha256 });
  await write(`${texts.length} texts are in ${file}. Read them; then start with --approved ${sha256}\n`);
}

const shownTexts = 5;
/** A device answers by itself a day after it got the texts, and looks only some times a day. */
const shortHours = 48;

function consequences(
  { study, rounds }: StudyFolder,
  { texts }: StudyPool,
  approved: ApprovedPool,
  settings: RunSettings,
  sha256: string,
): string[] {
  const last = rounds.findLast(({ kind }) => kind === 'candidates');
  const own = texts.length - approved.texts.length;
  return [
    `The next rounds of ${study.name} follow by themselves: ${settingsInWords(settings)}.`,
    ...(last
      ? [
          `Each is like "${last.title}": ${settings.candidates ?? last.list.length} texts, epsilon ${last.epsilon}, released from ${last.minimumReports} reports on.`,
        ]
      : []),
    `Its texts are chosen from these ${approved.texts.length}, and published for good without anybody reading them again:`,
    ...approved.texts.slice(0, shownTexts).map(({ text }) => `  ${shorten(text, 100)}`),
    ...(approved.texts.length > shownTexts
      ? [`  … and ${approved.texts.length - shownTexts} more; --review FILE writes all of them`]
      : []),
    ...(settings.hours !== undefined && settings.hours < shortHours
      ? [`Devices answer by themselves a day after they got the texts: few will within ${settings.hours} hours.`]
      : []),
    ...(own > 0 ? [`${own} texts that are declared private stay here and have no part in it.`] : []),
    `They are sent to the server, and deleted there when it stops. You approve the pool and study file ${sha256}`,
    'donor automatic pause, or stop, holds it at any time.',
  ];
}

function checkSize(approved: ApprovedPool): void {
  const bytes = Buffer.byteLength(JSON.stringify(approved));
  if (bytes <= longestWrittenStudyBytes) return;
  throw new BadInput(
    `pool and study are ${bytes} bytes long, and a server takes ${longestWrittenStudyBytes}; take fewer texts`,
  );
}

async function change(what: 'status' | 'pause' | 'resume' | 'stop', name: string, options: Options): Promise<void> {
  await atPlace(options, async (place) => {
    const run = what === 'status' ? await readRun(place, name) : await place.post(`/v1/automatic/${name}/${what}`);
    await tell(runSchema.parse(run), options);
  });
}

const readRun = async (place: Place, name: string): Promise<RunInShort> =>
  runSchema.parse(await place.getByToken(`/v1/automatic/${encodeURIComponent(name)}`));

async function tell(run: RunInShort, { json }: JsonOption): Promise<void> {
  if (json) return writeJson({ run });
  await writeTable([
    ['study', run.name],
    ['rounds', settingsInWords(run.settings)],
    ['now', nextInWords(run)],
    ['approved', run.pool],
  ]);
  await write('\n');
  await writeColumns(
    [
      ['', 'time', 'step'],
      ...run.steps.map(({ number, at, step }) => [String(number), at.slice(0, 19), stepInWords(step)]),
    ],
    [0],
  );
}
