import { once } from 'node:events';

/** Writes to stdout and waits while the reader is slower. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** One line of JSON. */
export const writeJson = (value: unknown): Promise<void> => write(`${JSON.stringify(value)}\n`);

/** Two columns for people. */
export function writeTable(rows: readonly (readonly [label: string, value: string | number])[]): Promise<void> {
  const width = Math.max(...rows.map(([label]) => label.length));
  return write(rows.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join(''));
}

/** A reader that has seen enough (`| head`) ends the command in peace. */
export function stopWhenReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    console.error(`error: standard output: ${error.message}`);
    process.exit(1);
  });
}
