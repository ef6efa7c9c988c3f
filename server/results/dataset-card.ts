import { smallestRelease } from '../../core/estimation/releases.ts';
import { percent } from '../../core/percent.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { languagesOf, type Study } from '../../core/protocol/study.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import type { Weighting } from './dataset.ts';

export interface CardInput {
  readonly study: Study;
  readonly results: RoundResults;
  readonly lines: number;
  /** Different texts among the lines. */
  readonly texts: number;
  readonly weighting: Weighting;
  /** SPDX name of the licence of the texts; undefined when the researcher did not say. */
  readonly licence: string | undefined;
  /** Version of the program. */
  readonly program: string;
}

const how: Record<Weighting, string> = {
  significant: 'the texts that can be told from zero, in proportion to their estimated shares',
  projected:
    'all texts, by their estimated shares moved to the nearest ones that are not negative; this is biased, for display and sampling only',
};

/** `README.md` of a dataset: a dataset card in the form that the `datasets` library and its hub read. */
export function datasetCard({ study, results, lines, texts, weighting, licence, program }: CardInput): string {
  const { outcome, manifest, round, kind } = results;
  if (outcome.state !== 'released') throw new RangeError('nothing is released of this round');
  const { central, localEpsilon, reports, releases, none } = outcome;
  const notReal = kind === 'real' ? '' : `\n${notOfAStudy(kind)}\n`;
  return `${cardHead(study, lines, licence)}
${notReal}
${lines} lines with ${texts} different synthetic texts. Researchers wrote or generated every text. Volunteers did not: their devices said, with local differential
privacy, which of these texts are most like what they write. No text of a volunteer is here, and none has left a device.

| | |
|---|---|
| question | ${manifest.title} |
| data controller | ${study.controller.name}, ${study.controller.contact} |
| method | ${isPrevalence(manifest) ? 'binary randomised response for one text a volunteer' : `subset selection over ${manifest.mechanism.domainSize} answers`}, one report a volunteer; ${how[weighting]} |
| reports | ${reports} (release ${releases.length} of at most ${outcome.plannedReleases}) |
| local epsilon | ${localEpsilon.toFixed(3)}: one report reveals at most this about its sender, whatever the server does |
| central epsilon | ${central.epsilon.toFixed(3)} at delta ${central.delta}, from ${smallestRelease(releases)} reports (${central.method}). ${central.condition} |
${
  none
    ? `| none of these texts | ${percent(none.share)} of volunteers, which this dataset does not show |
`
    : ''
}| licence of the texts | ${licence ?? 'not stated; ask the data controller before you use them'} |
| round | \`${round}\` |
| made by | Data Donor ${program} |

## What it cannot say
- The volunteers are not a random sample of anybody else.
- Only texts that were offered can be here. What many people write about and no text comes near is in "none of these".
- Shares below what the number of volunteers can show are missing or uncertain; \`share\` and \`standard_error\` stand in each line.
- One person may have sent several reports (participation is open).
`;
}

/** What hubs of datasets read of a card, and its title. */
export const cardHead = (study: Study, lines: number, licence: string | undefined): string => `---
license: ${licence ?? 'unknown'}
language: [${languagesOf(study)
  .map((tag) => JSON.stringify(tag))
  .join(', ')}]
size_categories: [${lines < 1000 ? 'n<1K' : lines < 10_000 ? '1K<n<10K' : '10K<n<100K'}]
tags: [synthetic, differential-privacy]
configs:
  - config_name: default
    data_files:
      - split: train
        path: train.jsonl
---
# ${study.title}`;

export const notOfAStudy = (kind: string): string =>
  `**This was a ${kind}. Its volunteers are not those of a study, and nothing can be concluded from it.**`;
