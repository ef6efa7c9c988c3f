// Mutation testing with Stryker: `npm run mutate -- core` (or donation, capture, store; without a name all of them, one
// after the other; `core/privacy` for one part). It changes the code in small ways and counts the changes that no test
// notices. It takes minutes. A run that was stopped goes on where it was: parts that are done, and code whose tests
// have not changed, are not run again. Reports stand in .mutation/; docs/mutation.md judges what is left.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scopes } from './mutation-scopes.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const leastScore = 85;

/** Counts of one part's last run: changes that a test noticed, and all that could be noticed. */
function countsOf(name) {
  const file = join(root, '.mutation', `${name.replace('/', '-')}.report.json`);
  if (!existsSync(file)) return undefined;
  const mutants = Object.values(JSON.parse(readFileSync(file, 'utf8')).files).flatMap((each) => each.mutants);
  const count = (...states) => mutants.filter(({ status }) => states.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  return { noticed, all: noticed + count('Survived', 'NoCoverage') };
}

const percent = ({ noticed, all }) => (all === 0 ? 100 : (100 * noticed) / all);

const [asked, ...more] = process.argv.slice(2);
const names = Object.entries(scopes).flatMap(([scope, parts]) => Object.keys(parts).map((part) => `${scope}/${part}`));
const chosen = names.filter((name) => asked === undefined || name === asked || name.startsWith(`${asked}/`));
if (chosen.length === 0) {
  console.error(`npm run mutate: expected one of ${[...Object.keys(scopes), ...names].join(', ')}; got "${asked}"`);
  process.exit(2);
}
for (const name of chosen) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [stryker, 'run', '--logLevel', 'warn', ...more], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DONOR_MUTATE: name },
  });
  if (status !== 0) process.exit(status ?? 1);
}

console.log('\nChanges that a test noticed, of all that a test could notice:');
let low = false;
for (const scope of new Set(chosen.map((name) => name.split('/')[0]))) {
  const parts = names.filter((name) => name.startsWith(`${scope}/`)).map((name) => ({ name, counts: countsOf(name) }));
  const known = parts.flatMap(({ counts }) => counts ?? []);
  const total = { noticed: 0, all: 0 };
  for (const { noticed, all } of known) {
    total.noticed += noticed;
    total.all += all;
  }
  for (const { name, counts } of parts) {
    console.log(`  ${name.padEnd(22)}${counts ? `${percent(counts).toFixed(1)} % of ${counts.all}` : 'not run yet'}`);
  }
  console.log(`${scope.padEnd(24)}${percent(total).toFixed(1)} % of ${total.all}`);
  low ||= percent(total) < leastScore;
}
process.exitCode = low ? 1 : 0;
