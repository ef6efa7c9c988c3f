import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProposedCandidate } from './proposal.ts';

/** The file of a round's texts cannot be written as it is named, or would take the place of another. */
export class RoundFileRefused extends Error {
  override readonly name = 'RoundFileRefused';
}

/** What the file of a round's texts holds; a `.jsonl` file also says of each where it comes from and why. */
export function roundFileContent(name: string, candidates: readonly ProposedCandidate[]): string {
  const lines = name.endsWith('.jsonl')
    ? candidates.map(({ text, source, before, why }) => JSON.stringify({ text, source, before, why }))
    : candidates.map(({ text }) => inPlainList(name, text));
  return `${lines.join('\n')}\n`;
}

/**
 * Writes the texts of a round for review. A file that is there stays as it is.
 *
 * @throws {RoundFileRefused} in words for the researcher
 */
export async function writeRoundFile(
  folder: string,
  name: string,
  candidates: readonly ProposedCandidate[],
): Promise<void> {
  const content = roundFileContent(name, candidates);
  await writeFile(join(folder, name), content, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? isThere(name) : error;
  });
}

/** Says before any work that the file is there, and would not be written. */
export async function refuseExisting(folder: string, name: string): Promise<void> {
  const found = await stat(join(folder, name)).catch(() => undefined);
  if (found) throw isThere(name);
}

const isThere = (name: string): RoundFileRefused =>
  new RoundFileRefused(
    `${name} is there already, perhaps with your corrections; publish it, or delete it for a new proposal`,
  );

function inPlainList(name: string, text: string): string {
  if (!name.endsWith('.txt')) {
    throw new RoundFileRefused(`expected the round's texts in a .txt or .jsonl file, found "${name}" in study.yaml`);
  }
  if (text.includes('\n')) {
    throw new RoundFileRefused(`a text of several lines was chosen, which no .txt file can hold; name a .jsonl file`);
  }
  return text.startsWith('#') ? `\\${text}` : text;
}
