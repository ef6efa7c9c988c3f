import { appendFile, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import { declarations } from '../studies/pool-fields.ts';
import { sameness } from '../studies/text-list.ts';
import { parseJson } from './chat-request.ts';
import type { PoolText } from './pool.ts';
import { variationProblem } from './variation-checks.ts';
import type { Variation, VariationProvider } from './variations.ts';

/** The file that `donor vary` writes, in the folder of the study file. */
export const variationsFile = 'variations.jsonl';

/** One line of it. */
const lineSchema = z.object({
  text: z.string(),
  parent: z.string(),
  operation: z.string(),
  provider: z.string(),
  round: z.int().min(0),
  /** A variation of a private text is as private, whatever the study file says of this file. */
  declared: z.enum(declarations),
});
type Line = z.infer<typeof lineSchema>;

export interface VaryOptions {
  /** How many variations are wanted of each parent. */
  readonly each: number;
  /** Rounds that have closed, for the origin of the texts. */
  readonly round: number;
  readonly languages: readonly string[];
  readonly random: RandomBytes;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}

/** What came of it. */
export interface Varied {
  readonly made: number;
  /** Variations that were thrown away, by the reason. */
  readonly refused: ReadonlyMap<string, number>;
}

/**
 * Parents that this provider has not been asked about yet since the last round: an interrupted run goes on where it
 * was.
 */
export async function parentsLeft(
  folder: string,
  parents: readonly PoolText[],
  provider: VariationProvider,
  round: number,
): Promise<readonly PoolText[]> {
  const lines = (await readLines(folder)).filter((line) => line.provider === provider.name && line.round === round);
  const done = new Set(lines.map(({ parent }) => parent));
  return parents.filter(({ text }) => !done.has(text));
}

/**
 * Makes variations and adds them to the file as they come. They belong to the pool when the researcher has read the
 * file and named it in the study file.
 *
 * @param pool all texts of the pool; what is the same as one of them is thrown away
 * @throws {ProviderFailed} what was made before stays in the file
 */
export async function varyPool(
  folder: string,
  pool: readonly PoolText[],
  parents: readonly PoolText[],
  provider: VariationProvider,
  { each, round, languages, random, signal, onProgress }: VaryOptions,
): Promise<Varied> {
  await dropTornLine(folder);
  const known = new Set([...pool, ...(await readLines(folder))].map(({ text }) => sameness(text)));
  const refused = new Map<string, number>();
  const refuse = (reason: string) => refused.set(reason, (refused.get(reason) ?? 0) + 1);
  let made = 0;
  for (let from = 0; from < parents.length; from += provider.parentsAtOnce) {
    const part = parents.slice(from, from + provider.parentsAtOnce);
    const variations = await provider.vary(part, each, { random, signal });
    const good = variations.filter((variation) => {
      const problem = problemOf(variation, known, languages);
      if (problem !== undefined) refuse(problem);
      else known.add(sameness(variation.text));
      return problem === undefined;
    });
    const declared = new Map(part.map((parent) => [parent.text, parent.declared]));
    const lines = good.map(
      (variation): Line => ({
        ...variation,
        provider: provider.name,
        round,
        declared: declared.get(variation.parent) === 'private' ? 'private' : 'synthetic',
      }),
    );
    await appendFile(join(folder, variationsFile), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    made += good.length;
    onProgress(Math.min(from + part.length, parents.length), parents.length);
  }
  return { made, refused };
}

const problemOf = ({ text }: Variation, known: ReadonlySet<string>, languages: readonly string[]): string | undefined =>
  variationProblem(text, languages) ?? (known.has(sameness(text)) ? 'the same as another text' : undefined);

const readContent = (folder: string): Promise<string> =>
  readFile(join(folder, variationsFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });

/** A last line that a crash cut off would spoil the one that is added behind it. */
async function dropTornLine(folder: string): Promise<void> {
  const content = await readContent(folder);
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  if (whole !== content) await truncate(join(folder, variationsFile), Buffer.byteLength(whole));
}

async function readLines(folder: string): Promise<Line[]> {
  const content = await readContent(folder);
  return content.split('\n').flatMap((line) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}
