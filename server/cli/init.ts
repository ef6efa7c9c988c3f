import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { studyFileSchema } from '../studies/study-file.ts';
import { newStudy } from '../studies/study-template.ts';
import { BadInput } from './bad-input.ts';
import { writeJson, writeTable } from './standard-output.ts';

export function addInit(program: Command): void {
  program
    .command('init')
    .description('write a new study folder: a study.yaml with every field explained, and example texts')
    .argument('<folder>', 'folder that does not exist yet, or is empty; its name becomes the name of the study')
    .option('--json', 'one JSON object instead of text')
    .action(init);
}

const yearMs = 365 * 24 * 60 * 60 * 1000;

async function init(path: string, { json }: { readonly json?: boolean }): Promise<void> {
  const folder = resolve(path);
  const name = basename(folder);
  if (!studyFileSchema.shape.name.safeParse(name).success) {
    throw new BadInput(
      `${path}: the name of the folder becomes the name of the study; expected lower-case letters, digits and hyphens`,
    );
  }
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new BadInput(`${path}: expected a new folder or an empty one (${error.code})`);
  });
  if (there !== undefined && there.length > 0) {
    throw new BadInput(`${path}: this folder is not empty; expected a new folder or an empty one`);
  }
  const endsAt = `${new Date(Date.now() + yearMs).toISOString().slice(0, 10)}T00:00:00Z`;
  const files = newStudy({ name, endsAt });
  // Written beside its place and renamed, so that no half of a study is ever there.
  const draft = join(dirname(folder), `.${name}.${process.pid}`);
  try {
    await mkdir(draft, { recursive: true });
    for (const [file, content] of Object.entries(files)) await writeFile(join(draft, file), content);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  const written = Object.keys(files).map((file) => join(path, file));
  if (json) return writeJson({ folder: path, name, written });
  return writeTable([
    ...written.map((file) => ['written', file] as const),
    ['next', `change the words and texts, then: donor check ${path}`],
  ]);
}
