import { oneDecimal, percent } from '../../core/percent.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { english } from '../language/english.ts';
import { noneLabel } from '../pages/wording.ts';
import { comparisonsIn, differingFrom, nearestDiffering, sharedTexts } from '../results/differences.ts';
import { BadInput, refusing } from './bad-input.ts';
import { plural, shorten, write, writeColumns, writeJson } from './standard-output.ts';

type BundledRound = Bundle['rounds'][number];

interface Shown {
  /** Most lines. */
  readonly most: number;
  readonly json: boolean;
}

const longestText = 44;
const points = (difference: number): string => `${difference > 0 ? '+' : ''}${oneDecimal(difference)}`;
const interval = ({ low, high }: { low: number; high: number }): string => `${points(low)} to ${points(high)}`;
const inPoints = 'Differences and their intervals are in percentage points.';

/** Says when there are more lines than are shown. */
const rest = (shown: number, all: number): string[] =>
  shown < all ? [`${shown} of ${all} lines are shown; --most ${all} shows all of them.`] : [];

/** Which texts of a round can be told apart. */
export async function writeDifferences(round: BundledRound, text: number | undefined, { most, json }: Shown) {
  const found = comparisonsIn(round);
  if (!found) throw new BadInput('nothing is released of this round; donor results says why');
  const pairs = text === undefined ? nearestDiffering(found) : refusing(() => differingFrom(found, text));
  const named = (index: number) => ({ id: index, text: round.texts[index] ?? '' });
  const lines = pairs.slice(0, most);
  const { pairs: all, different } = found;
  if (json) {
    const differences = lines.map((line) => ({ ...line, larger: named(line.larger), smaller: named(line.smaller) }));
    return writeJson({ pairs: all, different, lines: pairs.length, differences });
  }
  await write(`${round.signed.document.title}\n${different} of ${all} pairs of texts can be told apart.\n\n`);
  if (lines.length === 0) return;
  const label = (index: number): string => shorten(round.texts[index] ?? '', longestText);
  await writeColumns(
    [
      [
        'larger share',
        text === undefined ? 'nearest text below that is apart' : 'smaller share',
        'difference',
        'interval',
      ],
      ...lines.map((line) => [label(line.larger), label(line.smaller), points(line.difference), interval(line)]),
    ].map((cells, i) => (text === undefined ? [...cells, apartFrom(pairs, i)] : cells)),
    [2, 3],
  );
  const notes = [
    inPoints,
    'The intervals hold for all pairs at once. What is apart is decided by the sharper test of the ranks.',
    ...(text === undefined ? ['--of NUMBER shows every pair of one text, by its id in --csv.'] : []),
    ...rest(lines.length, pairs.length),
  ];
  await write(`\n${notes.map((note) => `${note}\n`).join('')}`);
}

const apartFrom = (pairs: readonly object[], i: number): string => {
  const line = pairs[i - 1] as { apart: number; below: number } | undefined;
  return i === 0 ? 'apart from' : line ? `${line.apart} of ${line.below} below` : '';
};

/** What changed between the last two releases. */
export async function writeChanges({ outcome, texts, manifest }: RoundResults, { most, json }: Shown) {
  if (outcome.state !== 'released' || !outcome.changes) {
    throw new BadInput('--changes: expected a round with two releases or more; donor results says how many there are');
  }
  const { reportsBefore, reportsSince, lines: all } = outcome.changes;
  const sorted = all.toSorted((a, b) => a.pValue - b.pValue);
  const lines = sorted.slice(0, most);
  const label = (index: number): string => texts[index] ?? noneLabel(english, manifest.kind);
  if (json) {
    const changes = lines.map((line) => ({ ...line, text: texts[line.index] ?? null }));
    return writeJson({ reportsBefore, reportsSince, lines: sorted.length, changes });
  }
  const changed = sorted.filter(({ significant }) => significant).length;
  await write(
    `${manifest.title}
The ${plural(reportsSince, 'report', 'reports')} since release ${outcome.releases.length - 1}, beside the ${reportsBefore} before it: ${changed === 0 ? 'no share' : plural(changed, 'share', 'shares')} can be said to have changed.

`,
  );
  await writeColumns(
    [
      ['text', 'before', 'since', 'difference', 'interval', 'verdict'],
      ...lines.map((line) => [
        ...[shorten(label(line.index), longestText), percent(line.before), percent(line.since)],
        ...[points(line.difference), interval(line), line.significant ? 'changed' : 'may be the same'],
      ]),
    ],
    [1, 2, 3, 4],
  );
  const notes = [
    inPoints,
    'These are two groups of volunteers. A release holds the reports of all earlier ones, so that what it publishes moves less than this.',
    ...rest(lines.length, sorted.length),
  ];
  await write(`\n${notes.map((note) => `${note}\n`).join('')}`);
}

/** The texts that two rounds of a study share. */
export async function writeShared(
  names: readonly [string, string],
  rounds: readonly [BundledRound, BundledRound],
  { most, json }: Shown,
) {
  const shared = refusing(() => sharedTexts(...rounds));
  const sorted = shared.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  const lines = sorted.slice(0, most);
  if (json) return writeJson({ rounds: names, lines: sorted.length, differences: lines });
  await write(`${plural(shared.length, 'text is', 'texts are')} in both ${names.join(' and ')}.\n\n`);
  if (lines.length === 0) return;
  await writeColumns(
    [
      ['text', ...names, 'difference', 'interval', 'verdict'],
      ...lines.map(({ text, shares, ...line }) => [
        ...[shorten(text, longestText), ...shares.map(percent), points(line.difference), interval(line)],
        line.low > 0 || line.high < 0 ? 'differs' : 'may be the same',
      ]),
    ],
    [1, 2, 3, 4],
  );
  const notes = [
    inPoints,
    'The intervals hold for all these texts at once, although many volunteers have answered both rounds.',
    'A share depends on the other texts of its round: it may differ because they do, and not because people write differently.',
    ...rest(lines.length, sorted.length),
  ];
  await write(`\n${notes.map((note) => `${note}\n`).join('')}`);
}
