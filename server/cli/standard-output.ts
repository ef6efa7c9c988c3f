import { once } from 'node:events';
import type { Command } from 'commander';
import { english } from '../language/english.ts';

/** Writes to stdout and waits while the reader is slower. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** "1 round", "2,000 rounds" */
export const plural = (number: number, one: string, many: string): string =>
  `${english.count(number)} ${number === 1 ? one : many}`;

export interface JsonOption {
  readonly json?: boolean;
}

export const withJson = (command: Command): Command => command.option('--json', 'one JSON object instead of text');

/** One line of JSON. */
export const writeJson = (value: unknown): Promise<void> => write(`${JSON.stringify(value)}\n`);

/** Two columns for people. */
export const writeTable = (rows: readonly TableRow[]): Promise<void> =>
  write(
    tableLines(rows)
      .map((line) => `${line}\n`)
      .join(''),
  );

export type TableRow = readonly [label: string, value: string | number];

/** Lines of two columns, for whoever does not write them to stdout. */
export function tableLines(rows: readonly TableRow[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
}

/**
 * A table with as wide columns as it needs, the first row being its head.
 *
 * @param right columns that stand to the right
 */
export function writeColumns(rows: readonly (readonly string[])[], right: readonly number[]): Promise<void> {
  const widths = (rows[0] ?? []).map((_cell, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  '),
  );
  return write(lines.map((line) => `${line.trimEnd()}\n`).join(''));
}

/** A text on one line, cut to a length. */
export function shorten(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

/** A reader that has seen enough (`| head`) ends the command in peace. */
export function stopWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    console.error(`error: standard output: ${error.message}`);
    process.exit(1);
  });
}
