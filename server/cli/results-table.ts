import { fewestAsked } from '../../core/estimation/prevalence.ts';
import { percent, percentRange } from '../../core/percent.ts';
import type { RoundResults, Share } from '../../core/protocol/results.ts';
import { english } from '../language/english.ts';
import { orderedLines, ranksInWords } from '../pages/ranks.ts';
import { leaderInWords, noneLabel, planInWords, releaseInWords } from '../pages/wording.ts';
import { shorten, write, writeColumns, writeTable } from './standard-output.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;

/** Longest text of a column; `--csv` has all of it. */
export const longestText = 60;

/** What may be known about a round, for people. */
export async function writeResults(results: RoundResults): Promise<void> {
  const { manifest, kind, outcome } = results;
  await write(`${manifest.title}${kind === 'real' ? '' : ` (${kind})`}\n`);
  await writeTable(facts(results));
  if (outcome.state === 'released') await writeEstimates(results, outcome);
}

function facts({ outcome, manifest }: RoundResults): [string, string | number][] {
  if (outcome.state === 'open') {
    return [
      ['reports', `at least ${outcome.coarseTotal}`],
      ['release', planInWords(english, manifest)],
    ];
  }
  if (outcome.state === 'too-few') return [['release', `none: fewer than ${outcome.minimumReports} reports arrived`]];
  if (outcome.state === 'withheld') return [['release', `none: ${english.say('round_withheld')}`]];
  return [
    ['reports', outcome.reports],
    ['release', releaseInWords(english, outcome)],
    ...(outcome.next.state === 'open'
      ? [['next release', planInWords(english, manifest, outcome.releases)] as [string, string]]
      : []),
    ['local epsilon', outcome.localEpsilon.toFixed(3)],
    ['central epsilon', `${outcome.central.epsilon.toFixed(3)} (${outcome.central.condition})`],
  ];
}

/** Raw shares and their intervals come first; what is for display alone comes last, and is called so. */
async function writeEstimates({ manifest, texts }: RoundResults, outcome: Released): Promise<void> {
  const sorted = outcome.shares.toSorted((a, b) => b.share - a.share);
  const ordered = orderedLines(sorted);
  const line = (label: string, share: Share, rank: string): string[] => [
    ...[rank, shorten(label, longestText), percent(share.share), percentRange(share.low, share.high)],
    ...[english.say(share.significant ? 'verdict_above' : 'verdict_unclear'), percent(share.projected)],
  ];
  const text = ({ index }: Share): string => texts[index] ?? '';
  await write('\n');
  await writeColumns(
    [
      ['rank', 'text', 'share', 'interval', 'verdict', 'projected, for display'],
      ...sorted.map((share, i) => line(text(share), share, i < ordered ? ranksInWords(share) : '')),
      ...(outcome.none ? [line(noneLabel(english, manifest.kind), outcome.none, '')] : []),
    ],
    [2, 3, 5],
  );
  const leader = leaderInWords(english, outcome, texts, (text) => text).join('');
  const unestimated = texts.filter((_, index) => !outcome.shares.some((share) => share.index === index));
  const notes = [
    'Shares are unbiased: chance may push one below zero, and they need not add up to 100%.',
    ...(ordered < sorted.length ? ['Where no rank stands, the order is unknown.'] : []),
    ...(leader === '' ? [] : [leader]),
    ...(outcome.changes ? ['donor results --changes says what changed since the release before.'] : []),
    ...unestimated.map((each) => `No estimate, because fewer than ${fewestAsked} reports answered for it: ${each}`),
  ];
  await write(`\n${notes.map((note) => `${note}\n`).join('')}`);
}
