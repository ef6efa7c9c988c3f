import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadBuiltSampler } from '../../../audit/built-sampler.ts';

const sampler = 'const m=`answer: expected an integer of the domain`,r=(x)=>[x];export{m as a,r as t};';
/** A build as Rolldown leaves it: the entry re-exports from a chunk that the background imports, too. */
const build = {
  'manifest.json': '{"background":{"service_worker":"loader.js","type":"module"}}',
  'loader.js': "import './assets/index-1.js';\n",
  'assets/index-1.js': 'import{a as e}from"./other.js";import{t as n}from"./sampler-2.js";e(n);',
  'assets/other.js': 'export const a=f=>f(1);',
  'assets/sampler-2.js': sampler,
  'core/subset-selection.js': 'export{a as mark,t as randomise}from"../assets/sampler-2.js";',
};

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function written(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'built-sampler-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

test('finds the file that the background imports', async () => {
  const { file, randomise } = await loadBuiltSampler(await written(build));
  expect(file).toBe(join('assets', 'sampler-2.js'));
  expect(randomise).toBeTypeOf('function');
});

test('Firefox lists scripts; the sampler may be its own entry', async () => {
  const { file } = await loadBuiltSampler(
    await written({
      ...build,
      'manifest.json': '{"background":{"scripts":["loader.js"],"type":"module"}}',
      'assets/index-1.js': 'import{randomise as n}from"../core/subset-selection.js";n(1);',
      'core/subset-selection.js': 'const r=()=>`answer: expected an integer of the domain`;export{r as randomise};',
    }),
  );
  expect(file).toBe(join('core', 'subset-selection.js'));
});

test.each([
  [
    'the background does not import it',
    { 'assets/index-1.js': 'import{a as e}from"./other.js";e()' },
    /no file of the background/,
  ],
  [
    'the background imports something else of it',
    { 'assets/index-1.js': 'import{a}from"./sampler-2.js";a()' },
    /no file of the background/,
  ],
  [
    'the background holds a second copy',
    { 'assets/other.js': sampler },
    /other\.js: holds another copy of the sampler/,
  ],
  ['the background knows Math.random', { 'assets/other.js': 'export const a=Math.random;' }, /other\.js: Math\.random/],
  [
    'the entry is gone',
    { 'core/subset-selection.js': 'export{a as mark}from"../assets/sampler-2.js";' },
    /does not export randomise/,
  ],
])('refuses a build where %s', async (_, changed, message) => {
  await expect(loadBuiltSampler(await written({ ...build, ...changed }))).rejects.toThrow(message);
});
