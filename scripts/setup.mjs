// Makes a fresh machine ready: installs the packages and the browsers that are missing. It says one line a step; what
// npm and apt say goes to setup.log, which a failure names.
//
//   node scripts/setup.mjs                                   everything
//   node scripts/setup.mjs --packages --chromium --firefox   only what is named
//   node scripts/setup.mjs --check                           reports what is there, changes nothing (`npm run doctor`)
//
// Uses nothing but Node itself: it runs from a clean clone. What it cannot get is named, and the command that needs it
// fails by itself.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browserFacts, findBrowser, firefoxDownloads, missingBrowser, programOnPath } from './browsers.mjs';
import { installedPackages, packagesProblem } from './packages.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const isRoot = process.getuid?.() === 0;

const logName = 'setup.log';
let log;

/** Runs a program whose output goes to the log; true when it succeeds. */
function run(command, args) {
  log ??= openSync(resolve(root, logName), 'w');
  writeSync(log, `$ ${[command, ...args].join(' ')}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', log, log],
    // npm and npx are command files on Windows, which only a shell starts.
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      // npm 10 runs the script of onnxruntime-node, which would download libraries for graphics cards. npm 11 does not
      // run it (allowScripts in package.json).
      npm_config_onnxruntime_node_install: 'skip',
    },
  });
  return status === 0;
}

/** Debian's own name, such as "debian" or "ubuntu"; undefined where apt-get cannot be used. */
function aptSystem() {
  if (!isRoot || !programOnPath('apt-get') || !existsSync('/etc/os-release')) return undefined;
  return /^ID=["']?([\w-]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
}

function aptInstall(...names) {
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...names]);
  // A fresh container has no package lists.
  return install() || (run('apt-get', ['update']) && install());
}

/** What better-sqlite3 needs where its prebuilt binary cannot be fetched. */
const compilers = ['python3', 'make', 'g++'];

/** Installs the packages of package-lock.json unless they are there; returns what is wrong, or undefined. */
function preparePackages() {
  if (packagesProblem(root) === undefined) return undefined;
  console.error(`Installing packages: a minute, up to three where better-sqlite3 has to be compiled (${logName}) …`);
  if (run('npm', ['ci', '--no-fund', '--no-audit'])) return undefined;
  const absent = compilers.filter((command) => programOnPath(command) === undefined);
  if (absent.length > 0 && aptSystem() !== undefined && aptInstall(...absent) && run('npm', ['ci'])) return undefined;
  const hint = absent.length > 0 ? ` If it failed on better-sqlite3, install ${absent.join(', ')} first.` : '';
  return `Packages are missing: "npm ci" failed; read its message in ${logName}, then run it again.${hint}`;
}

/** Downloads a browser with the tool that also drives it. */
function download(name, system) {
  if (name === 'chromium') {
    return run('npx', ['playwright', 'install', ...(system === undefined ? [] : ['--with-deps']), 'chromium']);
  }
  // Playwright's Firefox is a patched one that does not speak WebDriver BiDi; this fetches Mozilla's own.
  if (system !== undefined) run('npx', ['playwright', 'install-deps', 'firefox']);
  return run('npx', ['browsers', 'install', 'firefox@stable', '--path', firefoxDownloads]);
}

/** Installs a browser unless it is there; returns what is wrong, or undefined. */
async function prepareBrowser(name) {
  if (await findBrowser(name)) return undefined;
  const { title, variable, aptPackage } = browserFacts[name];
  if (process.env[variable]) return missingBrowser(name);
  console.error(`Installing ${title} (${logName}) …`);
  const system = aptSystem();
  // Ubuntu's packages are stubs for snaps, which cannot load our build.
  const installed = system !== undefined && system !== 'ubuntu' && aptInstall(aptPackage);
  if (!installed) download(name, system);
  return (await findBrowser(name)) ? undefined : missingBrowser(name);
}

async function main() {
  const { values } = parseArgs({
    options: {
      packages: { type: 'boolean' },
      chromium: { type: 'boolean' },
      firefox: { type: 'boolean' },
      check: { type: 'boolean' },
    },
  });
  if (values.check) {
    const { examine } = await import('./doctor.mjs');
    return (await examine(root)) ? 0 : 1;
  }
  const everything = !values.packages && !values.chromium && !values.firefox;
  if (values.packages || everything) {
    const wrong = preparePackages();
    if (wrong) {
      console.error(wrong);
      return 1;
    }
  }
  const wanted = Object.keys(browserFacts).filter((name) => everything || values[name]);
  const missing = [];
  for (const name of wanted) missing.push((await prepareBrowser(name)) ?? []);
  for (const line of missing.flat())
    console.error(log === undefined ? line : `${line} What was tried stands in ${logName}.`);
  if (everything && missing.flat().length === 0) {
    console.log(
      `Ready: ${installedPackages(root)} packages, ${wanted.map((name) => browserFacts[name].title).join(', ')}.`,
    );
  }
  return 0;
}

process.exitCode = await main();
if (log !== undefined) closeSync(log);
