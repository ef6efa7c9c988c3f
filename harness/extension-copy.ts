import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Loopback addresses, where the tests' study servers and web pages stand. */
const loopback = 'http://127.0.0.1/*';

interface Manifest {
  readonly optional_host_permissions: readonly string[];
  readonly host_permissions?: readonly string[];
}

/** A folder with an extension that lasts as long as a test, whatever is built meanwhile. */
export interface ExtensionCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

/** An unchanged copy of a build. */
export async function copyExtension(build: string): Promise<ExtensionCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'donor-extension-'));
  await cp(build, folder, { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * A test copy of the build for Chromium, whose permission prompt cannot be answered when it is headless: the loopback
 * origin moves from `optional_host_permissions` to `host_permissions`, and nothing else differs (a test asserts it).
 *
 * @param build folder of the built extension
 */
export async function copyWithLoopbackPermission(build: string): Promise<ExtensionCopy> {
  const copy = await copyExtension(build);
  const path = join(copy.folder, 'manifest.json');
  const manifest: Manifest = JSON.parse(await readFile(path, 'utf8'));
  if (!manifest.optional_host_permissions.includes(loopback) || manifest.host_permissions !== undefined) {
    throw new Error(`expected a build that may ask for ${loopback} and has no host permission at install`);
  }
  const changed = {
    ...manifest,
    optional_host_permissions: manifest.optional_host_permissions.filter((pattern) => pattern !== loopback),
    host_permissions: [loopback],
  };
  await writeFile(path, JSON.stringify(changed, null, 2));
  return copy;
}
