// Finds the browsers that the tests and the demo drive. Uses nothing but Node itself, so that it also runs before any
// package is installed.
import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * @typedef {'chromium' | 'firefox'} BrowserName
 * @typedef {{ title: string, variable: string, commands: string[], applications: string[], aptPackage: string, oldest:
 * number, advice: string }} BrowserFacts
 */

/**
 * What is known about each browser. `oldest` is the first version that the extension supports. Google Chrome is not
 * among the commands: since version 137 it ignores `--load-extension`.
 *
 * @type {Record<BrowserName, BrowserFacts>}
 */
export const browserFacts = {
  chromium: {
    title: 'Chromium',
    variable: 'DONOR_CHROMIUM',
    commands: ['chromium', 'chromium-browser'],
    applications: ['/Applications/Chromium.app/Contents/MacOS/Chromium'],
    aptPackage: 'chromium',
    oldest: 137,
    advice: 'run "npx playwright install --with-deps chromium", or set DONOR_CHROMIUM to the path of a Chromium',
  },
  firefox: {
    title: 'Firefox',
    variable: 'DONOR_FIREFOX',
    commands: ['firefox-esr', 'firefox'],
    applications: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    aptPackage: 'firefox-esr',
    oldest: 140,
    advice: 'install Firefox 140 or later from mozilla.org, or set DONOR_FIREFOX to the path of one',
  },
};

/** Where downloads of Firefox are kept (the place that Puppeteer uses by itself). */
export const firefoxDownloads = join(homedir(), '.cache', 'puppeteer');

/** True when `path` is a program that this user may run. */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of the first program called `command` on the PATH, or undefined. */
export function programOnPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, command))
    .find(isProgram);
}

/**
 * Ubuntu's packages of both browsers are stubs that start a snap; a snap sees neither our build nor its temporary
 * profile.
 */
function isSnap(path) {
  const real = realpathSync(path);
  if (real.startsWith('/snap/') || real.endsWith('/snap')) return true;
  const start = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  const length = readSync(file, start, 0, start.length, 0);
  closeSync(file);
  const text = start.toString('latin1', 0, length);
  return text.startsWith('#!') && text.includes('/snap/bin');
}

/** Browsers that this project's own tools have downloaded. */
async function downloaded(name) {
  try {
    if (name === 'chromium') return (await import('playwright')).chromium.executablePath();
    const { getInstalledBrowsers } = await import('@puppeteer/browsers');
    const found = await getInstalledBrowsers({ cacheDir: firefoxDownloads });
    return found.find((each) => each.browser === 'firefox')?.executablePath;
  } catch {
    return undefined; // The packages are not installed yet, so they cannot have downloaded anything either.
  }
}

/**
 * Path of a browser, in this order: environment variable, command on the PATH, application folder, own download.
 *
 * @param {BrowserName} name
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser(name) {
  const { variable, commands, applications } = browserFacts[name];
  const chosen = process.env[variable];
  if (chosen) return isProgram(chosen) ? chosen : programOnPath(chosen);
  const system = commands.map(programOnPath).find((path) => path !== undefined && !isSnap(path));
  if (system) return system;
  const application = applications.find(isProgram);
  if (application) return application;
  const own = await downloaded(name);
  return own !== undefined && isProgram(own) ? own : undefined;
}

/**
 * One sentence that says what is missing and how to get it.
 *
 * @param {BrowserName} name
 */
export function missingBrowser(name) {
  const { title, variable, advice } = browserFacts[name];
  const chosen = process.env[variable];
  if (chosen) return `${title} is missing: ${variable} is "${chosen}", which is no program; correct it or unset it.`;
  return `${title} is missing: ${advice}.`;
}

/**
 * Path of a browser that must be there.
 *
 * @param {BrowserName} name
 * @returns {Promise<string>}
 * @throws {Error} that says how to get it
 */
export async function requireBrowser(name) {
  const path = await findBrowser(name);
  if (path === undefined) throw new Error(missingBrowser(name));
  return path;
}

/**
 * Version that a browser states, such as "156.0.8078.79", or undefined when it does not run.
 *
 * @param {string} path
 * @returns {string | undefined}
 */
export function browserVersion(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  return /\d+(\.\d+)+/.exec(stdout ?? '')?.[0];
}
