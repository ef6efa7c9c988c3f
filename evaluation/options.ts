import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../harness/folders.ts';

export const usage = `Usage: npm run evaluate -- [options]
  --data FOLDER   folder with CLINC150's data_full.json (default: ../shared/data/clinc150, beside the repository)
  --quick         a smaller pool and few seeds, in some minutes; the report goes to stdout and no file changes
  --out FILE      where the report goes (default: docs/evaluation.md; pictures go to images/ beside it)
  --threads N     threads to use (default: 2)
What is done is kept in evaluation/.cache, so an interrupted run goes on where it was.`;

export interface EvaluationOptions {
  readonly data: string;
  readonly quick: boolean;
  readonly out: string;
  readonly threads: number;
}

/**
 * Reads the command line.
 *
 * @throws {Error} naming the option that is wrong
 */
export function readOptions(args: readonly string[]): EvaluationOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: resolve(repository, '..', 'shared', 'data', 'clinc150') },
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: join(repository, 'docs', 'evaluation.md') },
      threads: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const threads = Number(values.threads);
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new Error(`--threads ${values.threads}: expected a whole number from 1 to 64`);
  }
  return { data: values.data, quick: values.quick, out: values.out, threads };
}
