// Compares what is installed with package-lock.json, by content: file times change with every checkout.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** npm writes this file last, so it stands for a completed installation. */
const installed = (root) => lockedPackages(join(root, 'node_modules', '.package-lock.json'));

/**
 * What is wrong with the installed packages in one sentence, or undefined when they are those of package-lock.json.
 *
 * @param {string} root top folder of the repository
 * @returns {string | undefined}
 */
export function packagesProblem(root) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  if (!wanted) return 'package-lock.json is missing or unreadable; restore it with git.';
  const present = installed(root);
  if (!present) return 'Packages are not installed; run "npm ci".';
  const differing = Object.entries(wanted).find(([path, { version, optional, devOptional }]) => {
    const found = present[path];
    // Optional packages of other platforms are left out by npm.
    return path !== '' && (found ? found.version !== version : !(optional || devOptional));
  });
  return differing && `Packages are not those of package-lock.json (first: ${differing[0]}); run "npm ci".`;
}

/**
 * Number of installed packages.
 *
 * @param {string} root top folder of the repository
 */
export const installedPackages = (root) => Object.keys(installed(root) ?? {}).length;
