import { createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

/** Zip archives keep a time for each file; with one that never changes the same files make the same bytes. */
const always = new Date(2000, 0, 1);

/** Files below `folder`, as an archive names them, sorted. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** Writes all files of a built extension to the zip archive `file`; the same files make the same bytes. */
export async function packExtension(folder: string, file: string): Promise<void> {
  const archive = new yazl.ZipFile();
  for (const name of await filesIn(folder)) {
    archive.addBuffer(await readFile(join(folder, name)), name, {
      mtime: always,
      mode: 0o100644,
      compressionLevel: 9,
      forceDosTimestamp: true,
    });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
}
