import { spawn } from 'node:child_process';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { builtExtension, repository } from './folders.ts';

/** Everything that a build is made of. */
const sources = ['src', 'core', 'look', 'models', 'manifest.json', 'vite.config.ts', 'building', 'package-lock.json'];

async function newest(path: string): Promise<number> {
  const facts = await stat(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => newest(join(path, name))));
  return Math.max(0, ...inside);
}

async function isFresh(build: string): Promise<boolean> {
  const builtAt = await stat(join(build, 'manifest.json')).then(
    (facts) => facts.mtimeMs,
    () => 0,
  );
  const changes = await Promise.all(sources.map((source) => newest(join(repository, source))));
  return builtAt > Math.max(...changes);
}

/** Builds the extension into a folder of its own. */
export async function buildInto(outDir: string, browser: 'chrome' | 'firefox'): Promise<void> {
  const vite = join(repository, 'node_modules/vite/bin/vite.js');
  // Vitest sets NODE_ENV to "test", which would build something else than what ships.
  const { NODE_ENV: _, ...env } = process.env;
  const child = spawn(process.execPath, [vite, 'build', '--mode', browser, '--outDir', outDir, '--logLevel', 'warn'], {
    cwd: repository,
    env,
    stdio: 'inherit',
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  if (code !== 0) throw new Error(`the extension could not be built for ${browser}: see the messages above`);
}

/**
 * Builds the extension into `dist/` unless the build there is newer than every source; true when it had to be built.
 */
export async function buildExtension(browser: 'chrome' | 'firefox'): Promise<boolean> {
  const build = builtExtension(browser);
  if (await isFresh(build)) return false;
  const startedAt = new Date();
  const fresh = `${build}-${process.pid}`;
  await buildInto(fresh, browser);
  // A source that changed during the build is newer than it.
  await utimes(join(fresh, 'manifest.json'), startedAt, startedAt);
  await rm(build, { recursive: true, force: true });
  await rename(fresh, build);
  return true;
}
