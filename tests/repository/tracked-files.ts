import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../harness/folders.ts';

/** Paths of all files of the repository, those that are not yet committed included. */
export function trackedFiles(pattern: RegExp): string[] {
  const listing = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: repository,
    encoding: 'utf8',
  });
  const deleted = execFileSync('git', ['ls-files', '--deleted', '-z'], { cwd: repository, encoding: 'utf8' });
  const gone = new Set(deleted.split('\0'));
  return [...new Set(listing.split('\0'))].filter((path) => pattern.test(path) && !gone.has(path)).sort();
}

export const readText = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** Lines of the files that match `pattern` in which `words` is found, as "path:line: text". */
export const linesWith = (pattern: RegExp, words: RegExp): string[] =>
  trackedFiles(pattern).flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => (words.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
