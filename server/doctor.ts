import { existsSync, lstatSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSecret } from './data-directory/data-directory.ts';
import { describeHolder, isHeld } from './data-directory/directory-lock.ts';
import { keyFiles } from './store/key-files.ts';
import { readDatabase } from './store/sqlite/reading.ts';
import { createStoredPublications } from './store/sqlite/stored-publications.ts';
import { verifyDatabase } from './store/sqlite/verify.ts';
import { keyProblems } from './studies/study-keys.ts';

/** What one check has found. */
export interface Finding {
  readonly what: string;
  /** In one line each; empty when nothing is wrong. */
  readonly wrong: readonly string[];
  /** What to know when nothing is wrong. */
  readonly good: string;
}

/** Beside the database itself: what a day of reports may need before anybody looks. */
const spareBytes = 64 * 1024 * 1024;

/** Looks at everything in a data directory, also while a server runs on it; changes nothing. */
export async function examine(data: string): Promise<Finding[]> {
  return [lock(data), permissions(data), secrets(data), leftovers(data), freeDisk(data), ...(await contents(data))];
}

function lock(data: string): Finding {
  const good = isHeld(data) ? `in use by ${describeHolder(data)}` : 'no process uses the directory';
  return { what: 'lock', wrong: [], good };
}

function permissions(data: string): Finding {
  const paths = [data, ...readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => join(data, name))];
  // A running server's files may go between the two looks.
  const modeOf = (path: string): number => lstatSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  const open = paths.filter((path) => (modeOf(path) & 0o077) !== 0);
  return {
    what: 'permissions',
    wrong: open.map((path) => `${path} can be read or changed by others; run chmod go= on it`),
    good: 'for the owner only',
  };
}

function secrets(data: string): Finding {
  const wrong = ['retry-secret', 'admin-token'].flatMap((name) => {
    const file = join(data, name);
    if (!existsSync(file)) return [`${file} is missing; restore it from a backup`];
    return isSecret(readFileSync(file, 'utf8').trim()) ? [] : [`${file} is damaged; restore it from a backup`];
  });
  return { what: 'secrets', wrong, good: 'well-formed' };
}

/** What a crash may leave. While a process is at work they may be its own. */
function leftovers(data: string): Finding {
  const unfinished = isHeld(data) ? [] : readdirSync(data).filter((name) => /^(?:backup|restore)-|\.new$/.test(name));
  return {
    what: 'leftovers',
    wrong: unfinished.map((name) => `${join(data, name)} was left by something that did not end; delete it`),
    good: 'none',
  };
}

/** The close of a round writes its votes anew, so that the database may need its own size once more. */
function freeDisk(data: string): Finding {
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  const file = join(data, 'donor.sqlite');
  const needed = spareBytes + (existsSync(file) ? statSync(file).size : 0);
  const good = `${mebibytes(free)} free, ${mebibytes(needed)} needed`;
  return { what: 'disk', wrong: free < needed ? [`${good}: make room before the next round closes`] : [], good };
}

async function contents(data: string): Promise<Finding[]> {
  const file = join(data, 'donor.sqlite');
  try {
    return await readDatabase(file, async (database) => {
      const said = database.prepare<[], string>('PRAGMA integrity_check').pluck().all();
      const integrity: Finding = { what: 'integrity', wrong: said.filter((line) => line !== 'ok'), good: 'ok' };
      if (integrity.wrong.length > 0) return [integrity];
      const { studies } = createStoredPublications(database).publications();
      const keys = keyFiles(join(data, 'keys'));
      const { missingKeys, lostStudies } = await keyProblems(keys, studies);
      const lost = lostStudies.map((study) => `${keys.place(study)}: the study of this key is not in the database`);
      return [
        integrity,
        {
          what: 'votes',
          wrong: await verifyDatabase(database),
          good: 'hashes, signatures, counters and votes agree',
        },
        { what: 'keys', wrong: [...missingKeys, ...lost], good: `one for each study (${studies.length})` },
      ];
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ what: 'database', wrong: [`${file}: ${reason}`], good: '' }];
  }
}

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;
