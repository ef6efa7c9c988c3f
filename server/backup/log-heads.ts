import type { StoredStudy } from '../store/publication-store.ts';

/** Said of a study whose log head nobody can name. */
export const unknownHead = 'unknown';

/**
 * Compares the logs of a backup with what was published last. A device that has seen a later round refuses a server
 * that has it no more, and nothing can make it forget.
 *
 * @param logHeads by the names of the studies
 */
export function headProblems(
  studies: readonly StoredStudy[],
  logHeads: ReadonlyMap<string, string>,
  acceptOlder: boolean,
): string[] {
  const problems: string[] = [];
  const names = studies.map(({ signed }) => signed.document.name);
  for (const name of logHeads.keys()) {
    if (!names.includes(name)) problems.push(`--log-head ${name}: the backup has no study of this name`);
  }
  for (const { signed, rounds } of studies) {
    const { name } = signed.document;
    const head = logHeads.get(name);
    if (head === undefined) {
      problems.push(
        `expected --log-head ${name}=<hash>: the log head that its results page and the extension showed last; ` +
          `${name}=${unknownHead} if nobody knows it`,
      );
    } else if (head !== unknownHead && !acceptOlder && !rounds.some(({ id }) => id === head)) {
      problems.push(
        `the backup is older than what was published: its log of "${name}" ends with round ${rounds.length} (${rounds.at(-1)?.id}), ` +
          `and ${head} is not in it. Devices that have seen it will refuse this server for this study. ` +
          'Restore a later backup, or accept that with --accept-older',
      );
    }
  }
  return problems;
}
