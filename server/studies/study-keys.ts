import { ConfigurationError } from '../configuration.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import { loadSigningKey } from './signing-key.ts';
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
  /** Names of studies whose key is there, and which are not in the database. */
  readonly lostStudies: readonly string[];
}

/** Compares keys and published studies; changes nothing. */
export async function keyProblems(keys: KeyStore, studies: readonly StoredStudy[]): Promise<KeyProblems> {
  const missingKeys: string[] = [];
  for (const { signed } of studies) {
    const { name, publicKey } = signed.document;
    try {
      await loadSigningKey(keys, name, publicKey);
    } catch (error) {
      if (!(error instanceof StudyFolderError)) throw error;
      missingKeys.push(error.message);
    }
  }
  const names = new Set(studies.map(({ signed }) => signed.document.name));
  return { missingKeys, lostStudies: (await keys.kept()).filter((name) => !names.has(name)) };
}

/**
 * Refuses to go on with a key without its study, or a study without its key. With another key, or with the same key and
 * another log, the volunteers' devices would take the server for an impostor.
 *
 * @throws {ConfigurationError} with what is lost and what to do
 */
export async function checkStudyKeys(
  keys: KeyStore,
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
      ...lostStudies.map((study) => `${keys.place(study)}: the study of this key is not in the database`),
      'Restore the data directory from a backup (donor restore). To start these studies anew, with other keys and other join links, ' +
        'start with --accept-lost-studies.',
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems.join('\n'));
  for (const study of lostStudies) await keys.putAside(study);
  // A server that was killed between publishing and naming the key.
  for (const { signed } of studies) await keys.keep(signed.document.name);
}
