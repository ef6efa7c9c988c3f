import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../harness/folders.ts';
import type { Job } from './evaluation-thread.ts';
import type { Result } from './run-experiment.ts';

/** Code that decides the figures. When a file of it changes, every figure is computed anew. */
const deciding = [
  'core/answering',
  'core/estimation',
  'core/evolution',
  'core/privacy',
  'fleet',
  'evaluation/strategies',
  ...['asked-round', 'clinc150', 'fast-products', 'measures', 'run-experiment', 'world'].map(
    (name) => `evaluation/${name}.ts`,
  ),
];

/** Results on the disk, one a line, so that an interrupted run goes on where it was. */
export interface ResultStore {
  readonly path: string;
  get(job: Job): Result | undefined;
  add(result: Result): void;
}

/** @param corpusKey names the corpus, so that results about another one are not taken for its own */
export function openResults(folder: string, corpusKey: string): ResultStore {
  mkdirSync(folder, { recursive: true });
  const hash = createHash('sha256').update(corpusKey);
  for (const path of deciding.flatMap(filesOf)) hash.update(path).update(readFileSync(join(repository, path)));
  const path = join(folder, `results-${hash.digest('hex').slice(0, 16)}.jsonl`);
  const results = new Map<string, Result>();
  if (existsSync(path)) {
    const source = readFileSync(path, 'utf8');
    // A run that was killed may have left half a line at the end.
    const whole = source.slice(0, source.lastIndexOf('\n') + 1);
    truncateSync(path, Buffer.byteLength(whole));
    for (const line of whole.split('\n').filter((each) => each !== '')) {
      const result: Result = JSON.parse(line);
      results.set(keyOf(result), result);
    }
  }
  return {
    path,
    get: (job) => results.get(keyOf(job)),
    add(result) {
      appendFileSync(path, `${JSON.stringify(result)}\n`);
      results.set(keyOf(result), result);
    },
  };
}

const keyOf = ({ experiment, seed }: Job): string =>
  JSON.stringify([Object.entries(experiment).sort(([a], [b]) => (a < b ? -1 : 1)), seed]);

const filesOf = (path: string): string[] =>
  path.endsWith('.ts')
    ? [path]
    : readdirSync(join(repository, path))
        .filter((name) => name.endsWith('.ts'))
        .sort()
        .map((name) => `${path}/${name}`);
