import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type DemoLanguage, demoStudies } from '../harness/demo-studies.ts';
import { repository } from '../harness/folders.ts';

export interface DemoOptions {
  /** Show the browser's window. */
  readonly headed: boolean;
  /** End after the results instead of leaving the server running. */
  readonly exit: boolean;
  /** Port of the study server; 0: any free one. */
  readonly port: number;
  /** Where the picture of the results page goes. */
  readonly screenshot: string;
  readonly volunteers: number;
  /** Of the study and of everything that is written in it. */
  readonly language: DemoLanguage;
  /** Rounds that learn from each other, in a demonstration of their own; undefined: the usual one. */
  readonly rounds: number | undefined;
  /** New directory for the dataset of the rounds that learn. */
  readonly output: string;
  /** Decides what the simulated volunteers write about, and nothing else. */
  readonly seed: number;
}

export const usage = `Usage: npm run demo -- [options]
  --headed            show the browser's window
  --exit              end after the results (otherwise the server keeps running until Ctrl-C)
  --port PORT         port of the study server (default: any free one)
  --screenshot FILE   where the picture of the results page goes (default: dist/demo-results.png)
  --language TAG      ${Object.keys(demoStudies).join(', ')}: what the study and the drafts are written in (default: en)
  --volunteers N      number of simulated volunteers, 200 to 100000 (default: 2000; with --rounds: 2000 a round)
  --rounds N          show a study of 2 to 5 rounds that learn instead; no browser takes part
  --output DIRECTORY  new directory for the dataset of these rounds (default: dist/demo-dataset, written anew)
  --seed N            what the simulated volunteers write about (default: 1)`;

/** It holds nothing but what this demo has written, so it is written anew. */
export const defaultOutput = join(repository, 'dist', 'demo-dataset');

/**
 * Reads the command line.
 *
 * @throws {Error} naming the option that is wrong
 */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      headed: { type: 'boolean', default: false },
      exit: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      screenshot: { type: 'string', default: join(repository, 'dist', 'demo-results.png') },
      language: { type: 'string', default: 'en' },
      volunteers: { type: 'string' },
      rounds: { type: 'string' },
      output: { type: 'string', default: defaultOutput },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.headed && process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error('--headed: there is no display to open a window on; leave it out, or use xvfb-run');
  }
  const rounds = values.rounds === undefined ? undefined : integer('--rounds', values.rounds, 2, 5);
  return {
    headed: values.headed,
    exit: values.exit,
    port: integer('--port', values.port, 0, 65_535),
    screenshot: resolve(values.screenshot),
    language: languageOf(values.language),
    volunteers: integer('--volunteers', values.volunteers ?? String(2000 * (rounds ?? 1)), 200, 100_000),
    rounds,
    output: resolve(values.output),
    seed: integer('--seed', values.seed, 0, 2 ** 31 - 1),
  };
}

function languageOf(text: string): DemoLanguage {
  const found = Object.keys(demoStudies).find((language): language is DemoLanguage => language === text);
  if (!found) {
    throw new RangeError(`--language: expected one of ${Object.keys(demoStudies).join(', ')}, found "${text}"`);
  }
  return found;
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new RangeError(`${name}: expected an integer from ${least} to ${most}, found "${text}"`);
  }
  return value;
}
