import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Sampler } from './counted-votes.ts';

export interface BuiltSampler {
  /** The file with the sampler's code, relative to the build. */
  readonly file: string;
  readonly sha256: string;
  readonly randomise: Sampler;
}

/** A file of the build and the name under which it exports something. */
interface Origin {
  readonly file: string;
  readonly name: string;
}

/** A text of the sampler that no minifier changes. If it stands in a second file, the build holds a second sampler. */
const mark = 'answer: expected an integer of the domain';

/**
 * The sampler of a built extension, from the very file that its background script imports.
 *
 * @param build folder of the built extension
 * @throws {Error} when the background does not import it, holds a second copy, or knows `Math.random`
 */
export async function loadBuiltSampler(build: string): Promise<BuiltSampler> {
  const origin = await definition({ file: join(build, 'core/subset-selection.js'), name: 'randomise' });
  const background = await backgroundFiles(build);
  const name = (file: string): string => relative(build, file);
  let imported = false;
  for (const [file, code] of background) {
    if (code.includes('Math.random'))
      throw new Error(`${name(file)}: Math.random has no place in the background script`);
    if (code.includes(mark) && file !== origin.file)
      throw new Error(`${name(file)}: holds another copy of the sampler`);
    if (importsOf(code).some((i) => resolve(dirname(file), i.from) === origin.file && i.names.has(origin.name)))
      imported = true;
  }
  if (!imported) throw new Error(`no file of the background script imports the sampler from ${name(origin.file)}`);
  const module = await import(pathToFileURL(origin.file).href);
  const sha256 = createHash('sha256')
    .update(await readFile(origin.file))
    .digest('hex');
  return { file: name(origin.file), sha256, randomise: module[origin.name] };
}

/** Follows re-exports to the file that holds the code. */
async function definition({ file, name }: Origin): Promise<Origin> {
  const code = await readFile(file, 'utf8');
  const reExport = /export\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/.exec(code);
  if (!reExport) return { file, name };
  const [, list = '', from = ''] = reExport;
  const original = [...specifiers(list)].find(([, exported]) => exported === name)?.[0];
  if (original === undefined) throw new Error(`${file}: does not export ${name}`);
  return definition({ file: resolve(dirname(file), from), name: original });
}

/** All files that the background script loads before it runs, with their code. */
async function backgroundFiles(build: string): Promise<Map<string, string>> {
  const manifest = JSON.parse(await readFile(join(build, 'manifest.json'), 'utf8'));
  const { service_worker, scripts = [service_worker] } = manifest.background;
  const files = new Map<string, string>();
  const waiting: string[] = scripts.map((script: string) => join(build, script));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const code = await readFile(file, 'utf8');
    files.set(file, code);
    for (const { from } of importsOf(code)) waiting.push(resolve(dirname(file), from));
  }
  return files;
}

interface Import {
  readonly from: string;
  /** Names in the file that is imported from. */
  readonly names: ReadonlySet<string>;
}

/** Static imports and re-exports of a minified module. */
function importsOf(code: string): Import[] {
  const statements = /\b(?:import|export)\s*(?:[\w$*]*\s*,?\s*(?:\{([^}]*)\})?\s*from\s*)?["'](\.[^"']+)["']/g;
  return [...code.matchAll(statements)].map(([, list = '', from = '']) => ({
    from,
    names: new Set(specifiers(list).map(([original]) => original)),
  }));
}

/** `a as b, c` as [["a", "b"], ["c", "c"]]. */
function specifiers(list: string): [string, string][] {
  return list
    .split(',')
    .map((part) => part.trim().split(/\s+as\s+/))
    .map(([original = '', name = original]) => [original, name]);
}
