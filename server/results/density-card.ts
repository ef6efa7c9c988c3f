import { percent } from '../../core/percent.ts';
import { realisedEpsilon } from '../../core/privacy/subset-selection.ts';
import { kindOf, type Study } from '../../core/protocol/study.ts';
import type { DensityLine } from '../evolution/density-dataset.ts';
import type { FittedStudy } from '../evolution/fit-study.ts';
import { cardHead, notOfAStudy } from './dataset-card.ts';

export interface DensityCardInput {
  readonly study: Study;
  readonly fitted: Pick<FittedStudy, 'so' | 'fit'>;
  readonly lines: readonly DensityLine[];
  readonly withoutVotes: readonly DensityLine[];
  /** SPDX name of the licence of the texts; undefined when the researcher did not say. */
  readonly licence: string | undefined;
  /** Version of the program. */
  readonly program: string;
}

/** `README.md` of a dataset that was drawn from the fit of all rounds. */
export function densityCard({ study, fitted, lines, withoutVotes, licence, program }: DensityCardInput): string {
  const { so, fit } = fitted;
  const kind = kindOf(study);
  const same = new Set(withoutVotes.map(({ text }) => text));
  const shared = lines.filter(({ text }) => same.has(text)).length;
  const from = (declared: DensityLine['declared']) => lines.filter((line) => line.declared === declared).length;
  const rounds = so.known
    .map(({ number, texts, evidence, manifest }) => {
      const epsilon = realisedEpsilon(manifest.mechanism).toFixed(3);
      return `| round ${number} | ${evidence.reports} reports on ${texts.length} candidates, local epsilon ${epsilon} a report |\n`;
    })
    .join('');
  const fewest = Math.min(...so.known.map(({ evidence }) => evidence.reports));
  return `${cardHead(study, lines.length, licence)}
${kind === 'real' ? '' : `\n${notOfAStudy(kind)}\n`}
${lines.length} different texts of the researcher's pool, each once. Volunteers wrote none of them: their devices said, with local differential
privacy, which candidates of ${so.known.length} rounds are most like what they write. One smooth density over the pool was fitted to all rounds together, and
these texts stand for it.

| | |
|---|---|
| data controller | ${study.controller.name}, ${study.controller.contact} |
| weights | density: a fit to all rounds, drawn with the power 1.1; for choosing texts only |
${rounds}| pool | ${fit.kept.length} different texts; of this dataset ${from('synthetic')} are declared synthetic, ${from('public')} public, ${from('private')} private |
| like no text of the pool | ${percent(fit.elsewhere)}, as far as "none" shows it |
| licence of the texts | ${licence ?? 'not stated; ask the data controller before you use them'} |
| made by | Data Donor ${program} |

## What the votes add
\`no-votes.jsonl\` holds as many texts, chosen from the same pool by the same rule without any vote. ${shared} of ${lines.length} texts are in both. Compare whatever you
make of this dataset with what you make of that one: the difference is what the votes are worth to you. A large part of what a
dataset gains over texts drawn by chance comes from choosing different texts, which needs no vote.

## What it cannot say
- The density is an estimate without an interval or a guarantee. Nothing may be called significant, compared or ranked on it. Honest shares with
  intervals are in the results of each round.
- It does not invent what the pool lacks, and "none of these" shows only a part of that.
- It was found to be worth its votes from about 300 volunteers a round on (epsilon 4), and to lose against no votes at 100 where interests are
  spread widely. The smallest round here had ${fewest} reports.
- The volunteers are not a random sample of anybody else. One person may have sent several reports (participation is open).
`;
}
