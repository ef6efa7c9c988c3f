import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from './bad-input.ts';

/**
 * Writes the files of a dataset into a new directory, which appears with all of them or not at all.
 *
 * @param files by their names: lines of JSON, or a text
 * @throws {BadInput} when the directory is there already, or cannot be made
 */
export async function writeDataset(
  out: string,
  files: Readonly<Record<string, readonly object[] | string>>,
): Promise<void> {
  const unfinished = `${out}.unfinished`;
  const refuse = (error: NodeJS.ErrnoException) => {
    throw new BadInput(`--out: expected a new directory in one that exists, such as ./dataset (${error.code})`);
  };
  // Claims the name: two commands at once do not write into one directory.
  await mkdir(out).catch(refuse);
  try {
    await mkdir(unfinished);
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : content.map((line) => `${JSON.stringify(line)}\n`).join('');
      await writeFile(join(unfinished, name), text);
    }
    await rename(unfinished, out);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    await rm(out, { recursive: true, force: true });
    throw error;
  }
}
