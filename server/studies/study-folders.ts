import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../configuration.ts';
import { readStudyFolder } from './study-folder.ts';
import { StudyFolderError } from './study-problem.ts';

/** A folder that stands among the study folders and is not published, and why. */
export interface RefusedFolder {
  readonly folder: string;
  readonly reason: string;
}

/**
 * Folders in `directory`, by name; without a directory those in `studies`, if there are any.
 *
 * @throws {ConfigurationError} when there is no such directory, or it is a study folder itself
 */
export async function foldersIn(directory: string | undefined): Promise<string[]> {
  const parent = directory ?? 'studies';
  if (existsSync(join(parent, 'study.yaml'))) {
    throw new ConfigurationError(
      `DONOR_STUDIES: ${parent} is a study folder itself; expected the directory that holds it, such as ${dirname(resolve(parent))}`,
    );
  }
  try {
    const names = (await readdir(parent)).sort();
    const paths = names.map((name) => join(parent, name));
    // A link to a folder counts as one; a link to nothing is no folder.
    const isFolder = await Promise.all(
      paths.map((path) =>
        stat(path).then(
          (found) => found.isDirectory(),
          () => false,
        ),
      ),
    );
    return paths.filter((_path, i) => isFolder[i]);
  } catch {
    if (directory === undefined) return [];
    throw new ConfigurationError(`DONOR_STUDIES: expected a directory of study folders, found none at ${directory}`);
  }
}

/** Tells folders that may be published from those that stop at the first look; each stops only itself. */
export async function sortFolders(folders: readonly string[]): Promise<{
  readonly good: readonly string[];
  readonly refused: readonly RefusedFolder[];
}> {
  const refused: RefusedFolder[] = [];
  const byName = new Map<string, string[]>();
  for (const folder of folders) {
    const read = await studyName(folder);
    if (read.name === undefined) refused.push({ folder, reason: read.reason });
    else byName.set(read.name, [...(byName.get(read.name) ?? []), folder]);
  }
  for (const [name, same] of byName) {
    if (same.length === 1) continue;
    for (const folder of same) {
      const others = same.filter((other) => other !== folder).join(', ');
      refused.push({ folder, reason: `its study has the name "${name}", and so has ${others}; give one another name` });
    }
  }
  return { good: [...byName.values()].flatMap((same) => (same.length === 1 ? same : [])), refused };
}

async function studyName(folder: string): Promise<{ name: string } | { name: undefined; reason: string }> {
  if (basename(folder).startsWith('.')) {
    return { name: undefined, reason: 'its name starts with a dot; no study folder does' };
  }
  if (!existsSync(join(folder, 'study.yaml'))) {
    return { name: undefined, reason: 'it has no study.yaml, which makes a folder a study' };
  }
  try {
    return { name: (await readStudyFolder(folder)).study.name };
  } catch (error) {
    if (error instanceof StudyFolderError) return { name: undefined, reason: error.message };
    throw error;
  }
}
