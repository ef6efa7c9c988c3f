import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, parse, parseDocument, stringify } from 'yaml';
import type { RoundEntry } from '../studies/study-file.ts';

/** The entry of a round as it stands in a study file, its first line beginning with "- ". */
export function entryInYaml(entry: RoundEntry, indent = 2): string {
  const lines = stringify(entry, { lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line, i) => `${' '.repeat(indent)}${i === 0 ? '- ' : '  '}${line}\n`).join('');
}

/**
 * Adds a round at the end of the list in `study.yaml` and leaves every other byte as it is. The new file takes the
 * place of the old one in one step.
 *
 * @throws {Error} when the list is written in a way that nothing can be added to; then nothing has changed
 */
export async function appendRound(folder: string, entry: RoundEntry): Promise<void> {
  const file = join(folder, 'study.yaml');
  const source = await readFile(file, 'utf8');
  const changed = withRound(source, entry);
  const before = parse(source) as { rounds: unknown[] };
  const after = changed === undefined ? undefined : (parse(changed) as { rounds: unknown[] });
  const wanted = { ...before, rounds: [...before.rounds, JSON.parse(JSON.stringify(entry))] };
  if (changed === undefined || !isDeepStrictEqual(after, wanted)) {
    throw new Error(
      `${file}: the list of rounds is written in a way that no round can be added to by a program; add this one by hand:\n${entryInYaml(entry)}`,
    );
  }
  await writeFile(`${file}.new`, changed);
  await rename(`${file}.new`, file);
}

function withRound(source: string, entry: RoundEntry): string | undefined {
  const document = parseDocument(source);
  const rounds = document.get('rounds', true);
  if (!isSeq(rounds) || rounds.flow) return undefined;
  const last = rounds.items.at(-1);
  if (!isMap(last) || !last.range) return undefined;
  const lineStart = source.lastIndexOf('\n', last.range[0] - 1) + 1;
  const indent = /^( *)- /.exec(source.slice(lineStart))?.[1];
  if (indent === undefined) return undefined;
  // Behind the last line of the round, a comment on that line included.
  const end = source.slice(0, last.range[1]).trimEnd().length;
  const lineEnd = source.indexOf('\n', end);
  const at = lineEnd < 0 ? source.length : lineEnd + 1;
  const head = source.slice(0, at);
  return `${head}${head.endsWith('\n') ? '' : '\n'}${entryInYaml(entry, indent.length)}${source.slice(at)}`;
}
