import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner can read, whole or not at all: under another name first, onto the disk, then
 * renamed. A crash leaves at most the other name, which the next call overwrites. The caller holds the directory.
 */
export function writeDurably(file: string, content: string | Uint8Array): void {
  const unfinished = `${file}.new`;
  try {
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, content, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  renameDurably(unfinished, file);
}

/** Renames within one directory; the new name is on the disk when it returns. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  const directory = openSync(dirname(to), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
