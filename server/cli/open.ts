import type { Command } from 'commander';
import { plannedStudy } from '../studies/check-study.ts';
import { openedSchema, type WholePreview, wholePreviewSchema } from '../studies/preview-documents.ts';
import { noKey, studyDocument } from '../studies/study-document.ts';
import { readStudyFolder } from '../studies/study-folder.ts';
import { formatProblem, StudyFolderError } from '../studies/study-problem.ts';
import { folderOf, writtenStudy, writtenStudyHash } from '../studies/written-study.ts';
import { BadInput } from './bad-input.ts';
import { type ConfirmOptions, confirm, withYes } from './confirm.ts';
import { embedTexts } from './embed-texts.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { findPreview } from './publish.ts';
import { type JsonOption, tableLines, withJson, writeJson, writeTable } from './standard-output.ts';
import { budgetLines, fixedRound, fixedStudy, roundLines } from './study-in-words.ts';

interface Options extends PlaceOptions, ConfirmOptions, JsonOption {
  readonly folder?: string;
}
type What = WholePreview['opens'];

export function addOpen(program: Command): void {
  const command = program
    .command('open')
    .description(
      'open a study as its preview shows it, for good: from then on it is signed, and volunteers can join it',
    )
    .argument('<study>', 'name of the study, or of its preview');
  withOptions(command).action((name: string, options: Options) => open(name, 'study', options));
}

export function addOpenRound(program: Command): void {
  const command = program
    .command('open-round')
    .description('open the new rounds of an open study as their preview shows them, for good')
    .argument('<study>', 'name of the study');
  withOptions(command).action((name: string, options: Options) => open(name, 'rounds', options));
}

const withOptions = (command: Command): Command =>
  withJson(withYes(withPlace(command))).option(
    '--folder <folder>',
    'the study folder; refuse when it says something else than the preview by now',
  );

async function open(name: string, what: What, options: Options): Promise<void> {
  await atPlace(options, async (place) => {
    const { name: found } = await findPreview(place, name);
    const preview = wholePreviewSchema.parse(await place.getByToken(`/v1/previews/${found}`));
    if (preview.opens !== what) {
      throw new BadInput(
        what === 'study'
          ? `${name} is open already, and its preview has rounds; donor open-round ${name} opens them`
          : `${name} is not open yet; donor open ${name} opens it with all of its rounds`,
      );
    }
    if (preview.problems.length > 0) throw new BadInput(preview.problems.map(formatProblem).join('\n'));
    await sameAsFolder(preview, options.folder);
    await confirm(consequences(preview), name, options);
    const stopped = 'stopped: nothing was opened, and the preview stays as it was';
    await embedTexts(place, `/v1/previews/${preview.name}`, preview.sha256, stopped);
    const path = `/v1/previews/${name}/open`;
    const opened = openedSchema.parse(await place.post(path, { sha256: preview.sha256 }));
    if (options.json) return writeJson({ opened });
    return writeTable([
      ['opened', what === 'study' ? `${name} (${opened.study})` : `${name}, new rounds: ${opened.newRounds}`],
      ['page', `${place.origin ?? ''}${opened.page}${place.origin ? '' : ' at the address of the server'}`],
      ...(what === 'study' ? [['join link', 'on that page'] as const] : []),
    ]);
  });
}

/** What becomes fixed for ever, in lines. */
function consequences({ name, opens, sha256, madeAt, written, firstRound }: WholePreview): string[] {
  const { folder } = folderOf(written);
  const { study, rounds } = folder;
  const planned = plannedStudy(folder, Date.now());
  const isNew = <Value>(_value: Value, i: number): boolean => i + 1 >= firstRound;
  const fixed = rounds.map((round, i) => fixedRound(round, i + 1, study.endsAt)).filter(isNew);
  const key = study.corrects === null ? 'a new one of its own' : `that of "${study.corrects}", which it corrects`;
  const corrects =
    study.corrects === null ? [] : [`Volunteers of "${study.corrects}" are asked for consent again, and leave it.`];
  return [
    opens === 'study'
      ? `Opening ${name} publishes it for good. From then on nothing of it is replaced:`
      : `Opening these rounds of ${name} publishes them for good. From then on nothing of them is replaced:`,
    '',
    ...tableLines([...(opens === 'study' ? fixedStudy(studyDocument(folder, noKey), key) : []), ...fixed]),
    '',
    ...planned.rounds.filter(isNew).flatMap((round) => [...roundLines(round), '']),
    ...(opens === 'study' ? budgetLines(planned.rounds, planned.budgets) : []),
    ...corrects,
    opens === 'study'
      ? 'A study that is open can be corrected by another one, ended or withdrawn.'
      : 'A round that is open can be closed before its time.',
    `This is the preview of ${madeAt}: ${sha256}`,
  ];
}

/** @throws {BadInput} when the folder says something else than the preview by now */
async function sameAsFolder({ sha256 }: WholePreview, path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const folder = await readStudyFolder(path).catch((error) => {
    throw error instanceof StudyFolderError ? new BadInput(error.message) : error;
  });
  if ((await writtenStudyHash(writtenStudy(folder))) === sha256) return;
  throw new BadInput(
    `${path} has changed since its preview was made, and what was looked at is what opens; donor publish ${path}, and look again`,
  );
}
