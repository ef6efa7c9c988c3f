import type { Command } from 'commander';
import { readNewStudy } from '../studies/check-study.ts';
import { type PreviewInShort, previewListSchema, previewSchema } from '../studies/preview-documents.ts';
import { inspectStudyFolder, type StudyFolder } from '../studies/study-folder.ts';
import { fieldPath, formatProblem, type StudyProblem } from '../studies/study-problem.ts';
import { wordWarnings } from '../studies/study-warnings.ts';
import { longestWrittenStudyBytes, writtenStudy } from '../studies/written-study.ts';
import { BadInput } from './bad-input.ts';
import { readOverview } from './named.ts';
import { atPlace, type Place, type PlaceOptions, Refused, withPlace } from './place.ts';
import { type JsonOption, withJson, write, writeJson, writeTable } from './standard-output.ts';

type Options = PlaceOptions & JsonOption;

export function addPublish(program: Command): void {
  const command = program
    .command('publish')
    .description(
      'make a preview of a study folder, or of its new rounds: pages to look at, and nothing that a device takes',
    )
    .argument('<folder>', 'folder with a study.yaml');
  withJson(withPlace(command)).action(publish);
}

export function addPreviews(program: Command): void {
  const command = program.command('previews').description('list previews and the addresses of their pages');
  withJson(withPlace(command)).action(listPreviews);
}

export function addDiscard(program: Command): void {
  const command = program
    .command('discard')
    .description('throw a preview away; its folder stays')
    .argument('<study>', 'name of the study');
  withJson(withPlace(command)).action(discard);
}

async function publish(path: string, options: Options): Promise<void> {
  const { preview, origin } = await makePreview(path, options);
  await tell(preview, { origin }, options);
}

/** Makes the preview of a study folder; `origin` is that of the server, if one runs. */
export async function makePreview(
  path: string,
  options: PlaceOptions,
): Promise<{ readonly preview: PreviewInShort; readonly origin: string | undefined }> {
  const first = await inspectStudyFolder(path);
  if (!first.folder) throw badFolder(first.problems);
  const { name } = first.folder.study;
  return atPlace(options, async (place) => {
    const { studies } = await readOverview(place);
    const isNew = !studies.some((study) => study.name === name);
    // What only the server knows, such as the consent to a published study, it says itself.
    const { problems, folder } = isNew ? await readNewStudy(path, Date.now()) : first;
    if (problems.length > 0 || !folder) throw badFolder(problems);
    const written = writtenStudy(folder);
    checkSize(JSON.stringify(written));
    const preview = previewSchema.parse(
      await place.put(`/v1/previews/${name}`, written).catch((error) => {
        throw withLines(error, folder);
      }),
    );
    const warnings = wordWarnings(folder, Date.now()).length;
    if (warnings > 0) {
      console.error(`${warnings === 1 ? '1 warning' : `${warnings} warnings`}: donor check ${path} says what they are`);
    }
    return { preview, origin: place.origin };
  });
}

async function listPreviews(options: Options): Promise<void> {
  await atPlace(options, async (place) => {
    const { previews } = await readPreviews(place);
    if (options.json) return writeJson({ previews });
    if (previews.length === 0) return write('there is no preview\n');
    return writeTable(previews.map((preview) => [preview.name, `${opens(preview)}  ${pageOf(preview, place)}`]));
  });
}

async function discard(name: string, options: Options): Promise<void> {
  await atPlace(options, async (place) => {
    const preview = await findPreview(place, name);
    await place.delete(`/v1/previews/${preview.name}`);
    await (options.json ? writeJson({ discarded: { name } }) : write(`discarded the preview of ${name}\n`));
  });
}

const readPreviews = async (place: Place) => previewListSchema.parse(await place.getByToken('/v1/previews'));

/** The preview of the study called `name`. */
export async function findPreview(place: Place, name: string): Promise<PreviewInShort> {
  const { previews } = await readPreviews(place);
  const found = previews.find((preview) => preview.name === name);
  if (found) return found;
  const names = previews.map((preview) => preview.name).join(', ');
  const known = names === '' ? 'there is none; donor publish FOLDER makes one' : `there are ${names}`;
  throw new BadInput(`no preview of a study called "${name}"; ${known}`);
}

export async function tell(preview: PreviewInShort, place: Pick<Place, 'origin'>, { json }: JsonOption): Promise<void> {
  if (json) return writeJson({ preview });
  const { name, sha256, opens: what } = preview;
  return writeTable([
    ['preview', `${name}, ${opens(preview)}`],
    ['look at', pageOf(preview, place)],
    ['sha256', sha256],
    ['then', `donor ${what === 'study' ? 'open' : 'open-round'} ${name}, or donor discard ${name}`],
  ]);
}

const opens = ({ opens: what, firstRound }: PreviewInShort): string =>
  what === 'study' ? 'a new study' : `rounds from ${firstRound} on`;

const pageOf = ({ page }: PreviewInShort, { origin }: Pick<Place, 'origin'>): string =>
  origin === undefined ? `${page} at the address of the server` : `${origin}${page}`;

const badFolder = (problems: readonly StudyProblem[]): BadInput => new BadInput(problems.map(formatProblem).join('\n'));

/** The server knows fields; the person wants lines. */
function withLines(error: unknown, folder: StudyFolder): unknown {
  if (!(error instanceof Refused) || !error.problem.problems) return error;
  const { problems } = error.problem;
  return badFolder(
    problems.map(({ file, field, message }) =>
      field === undefined ? { file, message } : folder.problemAt(fieldPath(field), message),
    ),
  );
}

function checkSize(document: string): void {
  const bytes = Buffer.byteLength(document);
  if (bytes <= longestWrittenStudyBytes) return;
  throw new BadInput(
    `this study is ${bytes} bytes long, and a server takes ${longestWrittenStudyBytes}; take fewer texts`,
  );
}
