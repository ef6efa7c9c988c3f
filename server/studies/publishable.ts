import { sha256 } from '../../core/protocol/canonical-json.ts';
import type { Study } from '../../core/protocol/study.ts';
import { encodeTexts } from '../../core/protocol/texts.ts';
import type { Batch, StoredStudy } from '../store/publication-store.ts';
import type { Catalogue } from './catalogue.ts';
import { newRoundProblems, publishedChanges } from './published-changes.ts';
import { noKey, sameDocument, studyDocument } from './study-document.ts';
import type { StudyFolder } from './study-folder.ts';
import { StudyFolderError } from './study-problem.ts';

/** A study folder that may be published, held against what is published already. */
export interface Publishable {
  readonly folder: StudyFolder;
  /** The published study of this name. */
  readonly existing: StoredStudy | undefined;
  /** The published study that it corrects. */
  readonly corrected: StoredStudy | undefined;
  /** Number of its first round that is not published yet, from 0. */
  readonly first: number;
  /** Texts of each of its rounds. */
  readonly texts: readonly Batch[];
  /** What volunteers consent to. A new study has no key yet: `noKey` stands in its place. */
  readonly document: Study;
}

/**
 * Holds a study folder against what is published, and makes nothing, not even a key.
 *
 * @param now milliseconds since 1970
 * @throws {StudyFolderError} when it would change what is published, or go beyond the consent to it
 */
export async function examine(folder: StudyFolder, catalogue: Catalogue, now: number): Promise<Publishable> {
  const existing = catalogue.studyNamed(folder.study.name);
  const corrected = correctedStudy(folder, catalogue, existing);
  const corrects = corrected ? { study: corrected.id, keySignature: null } : null;
  const document = existing
    ? sameDocument(folder, existing.signed.document, corrects)
    : studyDocument(folder, noKey, corrects);
  const texts = await Promise.all(folder.rounds.map(({ list }) => textsBatch(list)));
  const first = existing?.rounds.length ?? 0;
  const problems = existing ? publishedChanges(existing, document, folder, texts) : [];
  problems.push(...newRoundProblems(folder, document, first, now));
  const isNew = first < folder.rounds.length;
  if (existing?.withdrawn && (isNew || problems.length > 0)) {
    const message = 'a study of this name was withdrawn, and its name stays with it for good; take another name';
    throw new StudyFolderError([folder.problemAt(['name'], message)]);
  }
  if (existing?.endedAt !== undefined && isNew) {
    problems.push(folder.problemAt(['rounds'], 'this study has ended, and takes no further round'));
  }
  if (problems.length > 0) throw new StudyFolderError(problems);
  return { folder, existing, corrected, first, texts, document };
}

/** The published study that a folder corrects; undefined when it corrects none. */
function correctedStudy(
  { study, problemAt }: StudyFolder,
  catalogue: Catalogue,
  existing: StoredStudy | undefined,
): StoredStudy | undefined {
  if (study.corrects === null) return undefined;
  const refuse = (message: string) => new StudyFolderError([problemAt(['corrects'], message)]);
  const corrected = catalogue.studyNamed(study.corrects);
  if (!corrected || corrected.id === existing?.id) {
    throw refuse('expected the name of another study that this server has published');
  }
  const other = catalogue.correctionOf(corrected.id);
  if (other && other.id !== existing?.id) {
    throw refuse(`"${other.signed.document.name}" corrects that study already; correct that one`);
  }
  return corrected;
}

async function textsBatch(list: readonly string[]): Promise<Batch> {
  const bytes = encodeTexts(list);
  return { sha256: await sha256(bytes), mediaType: 'application/json', bytes };
}
