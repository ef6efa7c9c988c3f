import { realisedEpsilon, subsetSelection } from '../core/privacy/subset-selection.ts';
import { bufferedRandomBytes } from '../server/cli/random-bytes.ts';
import { buildExtension } from '../tests/harness/build-extension.ts';
import { builtExtension } from '../tests/harness/folders.ts';
import { type BuiltSampler, loadBuiltSampler } from './audit/built-sampler.ts';
import { auditSampler, falseAlarm } from './audit/sampler-audit.ts';

/**
 * `npm run audit`: draws votes from the sampler inside the built extensions and looks for any sign that it does not keep its law. Exit
 * code 1 when it does not.
 */
const votesPerAnswer = 1_000_000;
/** k and epsilon: d = 1 for polls and small rounds, d = 2 and 27 for larger ones. */
const cases = [
  [2, 1],
  [4, 0.5],
  [21, 4],
  [101, 4],
  [100, 1],
] as const;

async function main(): Promise<number> {
  const samplers = new Map<string, BuiltSampler>();
  for (const browser of ['chrome', 'firefox'] as const) {
    if (await buildExtension(browser))
      console.log(`built dist/${browser}, which was missing or older than its sources`);
    const sampler = await loadBuiltSampler(builtExtension(browser));
    console.log(
      `dist/${browser}: the background imports its sampler from ${sampler.file} (${sampler.sha256.slice(0, 16)}…)`,
    );
    samplers.set(sampler.sha256, sampler);
  }
  console.log(
    `\n${votesPerAnswer.toLocaleString('en')} votes for each true answer; a right sampler fails once in ${1 / falseAlarm} audits\n`,
  );
  let failures = 0;
  for (const sampler of samplers.values()) failures += audit(sampler, samplers.size);
  console.log(failures === 0 ? '\nThe sampler keeps its law.' : `\n${failures} violations.`);
  return failures === 0 ? 0 : 1;
}

function audit(sampler: BuiltSampler, samplers: number): number {
  let failures = 0;
  for (const [k, epsilon] of cases) {
    const mechanism = subsetSelection(k, epsilon);
    const share = 1 / (cases.length * samplers);
    const result = auditSampler(sampler.randomise, mechanism, votesPerAnswer, bufferedRandomBytes(), share);
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

process.exitCode = await main();
