// What `npm run doctor` reports. Changes nothing, and uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserFacts, browserVersion, findBrowser, missingBrowser } from './browsers.mjs';
import { installedPackages, packagesProblem } from './packages.mjs';

/** @typedef {{ fine: boolean, line: string }} Finding */

/** @returns {Finding} */
const fine = (line) => ({ fine: true, line });
/** @returns {Finding} */
const wrong = (line) => ({ fine: false, line });

function examineNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough
    ? fine(`Node ${process.versions.node}`)
    : wrong(`Node ${process.versions.node}: 20.19 or later is needed.`);
}

function examineNpm() {
  const { stdout } = spawnSync('npm', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  return stdout ? fine(`npm ${stdout.trim()}`) : wrong('npm is missing: it comes with Node.');
}

function examinePackages(root) {
  const problem = packagesProblem(root);
  return problem ? wrong(problem) : fine(`${installedPackages(root)} packages, those of package-lock.json`);
}

async function examineBrowser(name) {
  const { title, oldest } = browserFacts[name];
  const path = await findBrowser(name);
  if (path === undefined) return wrong(missingBrowser(name));
  const version = browserVersion(path);
  if (version === undefined) return wrong(`${title} does not start: ${path}`);
  const enough = Number.parseInt(version, 10) >= oldest;
  return enough
    ? fine(`${title} ${version} (${path})`)
    : wrong(`${title} ${version} (${path}): ${oldest} or later is needed.`);
}

/** The README beside a model names each of its files with size and SHA-256. */
function examineModel(folder, name) {
  const listed = readFileSync(join(folder, 'README.md'), 'utf8').matchAll(
    /^\| `([^`]+)` \| \d+ \| `([0-9a-f]{64})` \|$/gm,
  );
  const files = Array.from(listed, ([, file, sha256]) => ({ file, sha256 }));
  const differing = files.find(({ file, sha256 }) => {
    try {
      return (
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex') !== sha256
      );
    } catch {
      return true;
    }
  });
  if (files.length === 0) return wrong(`Model ${name}: its README names no files; restore it with git.`);
  return differing
    ? wrong(`Model ${name}: ${differing.file} is missing or changed; restore it with git.`)
    : fine(`Model ${name}, ${files.length} files`);
}

/**
 * Prints what this machine has and lacks, one line each.
 *
 * @param {string} root top folder of the repository
 * @returns {Promise<boolean>} whether nothing is missing
 */
export async function examine(root) {
  const models = readdirSync(join(root, 'models'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const findings = [
    examineNode(),
    examineNpm(),
    examinePackages(root),
    ...(await Promise.all(Object.keys(browserFacts).map(examineBrowser))),
    ...models.map(({ name }) => examineModel(join(root, 'models', name), name)),
  ];
  for (const { fine: good, line } of findings) console.log(`${good ? 'ok     ' : 'wrong  '}${line}`);
  return findings.every((finding) => finding.fine);
}
