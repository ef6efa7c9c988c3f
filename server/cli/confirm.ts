import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';

export interface ConfirmOptions {
  readonly yes?: boolean;
}

export const withYes = (command: Command): Command => command.option('--yes', 'do not ask; for scripts');

/**
 * Says what follows, and goes on only when the person types `name`.
 *
 * @throws {BadInput} when the person types something else, or nobody can be asked
 */
export async function confirm(consequences: readonly string[], name: string, { yes }: ConfirmOptions): Promise<void> {
  for (const line of consequences) console.error(line);
  if (yes) return;
  if (!process.stdin.isTTY) throw new BadInput('nobody can be asked here; say --yes if this is meant');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await terminal.question(`This cannot be undone. Type ${name} to go on: `);
  terminal.close();
  if (typed.trim() !== name) throw new BadInput('nothing was changed');
}
