import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration.ts';
import { renameDurably } from '../data-directory/durable-file.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import { keepSigningKey, loadSigningKey } from './signing-key.ts';
import { StudyFolderError } from './study-problem.ts';

/** What the operator accepts at this start. */
export interface AcceptedLosses {
  /** Studies without their key are served, and get no further round. */
  readonly missingKeys: boolean;
  /** Keys without their study are put aside, and a study of that name starts anew with another key. */
  readonly lostStudies: boolean;
}

/** Where keys and published studies do not belong together. */
export interface KeyProblems {
  /** What is wrong with the key of a published study, in one line each. */
  readonly missingKeys: readonly string[];
  /** Keys whose study is not in the database. */
  readonly lostStudies: readonly string[];
}

/** Compares keys and published studies; changes nothing. */
export async function keyProblems(keys: string, studies: readonly StoredStudy[]): Promise<KeyProblems> {
  const missingKeys: string[] = [];
  for (const { signed } of studies) {
    const { name, publicKey } = signed.document;
    try {
      await loadSigningKey(join(keys, `${name}.pem`), publicKey);
    } catch (error) {
      if (!(error instanceof StudyFolderError)) throw error;
      missingKeys.push(error.message);
    }
  }
  const names = new Set(studies.map(({ signed }) => `${signed.document.name}.pem`));
  const files = existsSync(keys) ? readdirSync(keys) : [];
  const lost = files.filter((file) => file.endsWith('.pem') && !names.has(file));
  return { missingKeys, lostStudies: lost.sort().map((file) => join(keys, file)) };
}

/**
 * Refuses to go on with a key without its study, or a study without its key. With another key, or with the same key and
 * another log, the volunteers' devices would take the server for an impostor.
 *
 * @throws {ConfigurationError} with what is lost and what to do
 */
export async function checkStudyKeys(
  keys: string,
  studies: readonly StoredStudy[],
  accepted: AcceptedLosses,
): Promise<void> {
  const { missingKeys, lostStudies } = await keyProblems(keys, studies);
  const problems: string[] = [];
  if (missingKeys.length > 0 && !accepted.missingKeys) {
    problems.push(
      ...missingKeys,
      'Published studies need their keys. To serve these without any further round, start with --accept-missing-keys.',
    );
  }
  if (lostStudies.length > 0 && !accepted.lostStudies) {
    problems.push(
      ...lostStudies.map((file) => `${file}: the study of this key is not in the database`),
      'Restore the data directory from a backup (donor restore). To start these studies anew, with other keys and other join links, ' +
        'start with --accept-lost-studies.',
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems.join('\n'));
  for (const file of lostStudies) putAside(file);
  // A server that was killed between publishing and naming the key.
  for (const { signed } of studies) keepSigningKey(join(keys, `${signed.document.name}.pem`));
}

/** Nobody deletes a key. */
function putAside(file: string): void {
  let aside = `${file}.lost`;
  for (let number = 2; existsSync(aside); number++) aside = `${file}.lost-${number}`;
  renameDurably(file, aside);
}
