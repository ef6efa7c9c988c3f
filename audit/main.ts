import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { realisedEpsilon, subsetSelection } from '../core/privacy/subset-selection.ts';
import { buildExtension } from '../harness/build-extension.ts';
import { builtExtension } from '../harness/folders.ts';
import { secureRandom } from '../server/secure-random.ts';
import { type BuiltSampler, loadBuiltSampler } from './built-sampler.ts';
import { auditSampler, falseAlarm } from './sampler-audit.ts';

/**
 * `npm run audit [-- --build FOLDER] [--votes N]`: draws N (a million) votes for each true answer from the sampler
 * inside the built extensions, or inside the unpacked extension in FOLDER, and looks for any sign that it does not keep
 * its law. Exit code 1 when it does not.
 */
/** k and epsilon: d = 1 for polls and small rounds, d = 2 and 27 for larger ones. */
const cases = [
  [2, 1],
  [4, 0.5],
  [21, 4],
  [101, 4],
  [100, 1],
] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { build: { type: 'string' }, votes: { type: 'string', default: '1000000' } },
  });
  const votesPerAnswer = Number(values.votes);
  if (!Number.isSafeInteger(votesPerAnswer) || votesPerAnswer < 1)
    throw new Error('--votes: expected a whole number from 1');
  const samplers = new Map<string, BuiltSampler>();
  for (const folder of values.build === undefined ? await freshBuilds() : [resolve(values.build)]) {
    const sampler = await loadBuiltSampler(folder);
    console.log(`${folder}: the background imports its sampler from ${sampler.file} (sha256 ${sampler.sha256})`);
    samplers.set(sampler.sha256, sampler);
  }
  console.log(
    `\n${votesPerAnswer.toLocaleString('en')} votes for each true answer; a right sampler fails once in ${1 / falseAlarm} audits\n`,
  );
  let failures = 0;
  for (const sampler of samplers.values()) failures += audit(sampler, votesPerAnswer, samplers.size);
  console.log(failures === 0 ? '\nThe sampler keeps its law.' : `\n${failures} violations.`);
  return failures === 0 ? 0 : 1;
}

async function freshBuilds(): Promise<string[]> {
  const browsers = ['chrome', 'firefox'] as const;
  for (const browser of browsers) {
    if (await buildExtension(browser))
      console.log(`built dist/${browser}, which was missing or older than its sources`);
  }
  return browsers.map(builtExtension);
}

function audit(sampler: BuiltSampler, votesPerAnswer: number, samplers: number): number {
  let failures = 0;
  for (const [k, epsilon] of cases) {
    const mechanism = subsetSelection(k, epsilon);
    const share = 1 / (cases.length * samplers);
    const result = auditSampler(sampler.randomise, mechanism, votesPerAnswer, secureRandom(), share);
    console.log(
      `k = ${k}, d = ${mechanism.subsetSize}, answers ${result.trueAnswers.join(' ')}: ` +
        `epsilon ${realisedEpsilon(mechanism).toFixed(4)}, at least ${result.proven.epsilon.toFixed(4)} by a vote that ${result.proven.event}; ` +
        `${result.tests} tests of the law, least adjusted p = ${result.worst.adjusted.toPrecision(2)} (${result.worst.name})`,
    );
    for (const violation of result.violations) console.error(`  VIOLATED: ${violation}`);
    failures += result.violations.length;
  }
  return failures;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
