import type { Command } from 'commander';
import { percent } from '../../core/percent.ts';
import { languagesInEnglish } from '../language/english.ts';
import { readRealTexts } from '../pilots/real-texts.ts';
import { type TriedRound, tryTexts } from '../pilots/try-texts.ts';
import { readStudyFolder } from '../studies/study-folder.ts';
import { modelOf } from '../studies/study-model.ts';
import { withProgress } from './progress.ts';
import { shorten, write, writeColumns, writeJson } from './standard-output.ts';
import { refusingFolders, type TextsOptions, withTexts } from './texts-options.ts';

export function addTry(program: Command): void {
  const command = program
    .command('try')
    .description('say how real texts would be answered in each round of a study folder; the texts stay on this machine')
    .argument('<folder>', 'folder with a study.yaml');
  withTexts(command)
    .addHelpText(
      'after',
      `
The suggested minSimilarity has the most right answers less wrong ones; a text that no candidate is about counts as wrong
when it is answered with one. Without --label-column it is the largest one at which 90 % of the texts get a candidate.
What a candidate is about says the same column in its own file, or the comment line above it in a .txt file; else it is
taken from the texts.`,
    )
    .action(tryOut);
}

async function tryOut(path: string, { texts, textColumn, labelColumn, json }: TextsOptions): Promise<void> {
  const tried = await refusingFolders(async () => {
    const folder = await readStudyFolder(path);
    const rows = await readRealTexts(texts, { textColumn, labelColumn });
    const embedder = await (await import('../studies/embedder.ts')).loadEmbedder(modelOf(folder.study));
    try {
      return await withProgress('texts embedded', (onProgress) =>
        tryTexts(folder, rows, { embedder, labelColumn, onProgress }),
      );
    } finally {
      await embedder.dispose();
    }
  });
  if (json) return writeJson(tried);
  for (const [i, round] of tried.rounds.entries()) {
    if (i > 0) await write('\n');
    await describe(round);
  }
}

/** Texts and candidates that are named before the rest is only counted. */
const mostLines = 20;

async function describe(round: TriedRound): Promise<void> {
  const { answers, texts, neverChosen, minSimilarity } = round;
  await write(`Round ${round.round}: ${round.title}\n`);
  const shown = answers
    .slice(0, mostLines)
    .map(({ text, similarity, nearest, answer }) => [
      shorten(text, 48),
      similarity === null ? '' : similarity.toFixed(2),
      answer === 'none'
        ? `none${nearest === null ? '' : ` (nearest: ${shorten(texts[nearest] ?? '', 36)})`}`
        : shorten(texts[answer] ?? '', 52),
    ]);
  await writeColumns([['text', 'similarity', 'answer'], ...shown], [1]);
  if (answers.length > mostLines)
    await write(`… and ${answers.length - mostLines} more texts; --json has all of them\n`);
  if (minSimilarity !== null) {
    await describeLanguages(round);
    await describeThresholds(round, minSimilarity);
  }
  if (neverChosen.length === 0) return;
  await write(`\nNobody's answer (${neverChosen.length} of ${texts.length} texts of the round):\n`);
  for (const index of neverChosen.slice(0, mostLines)) await write(`  ${shorten(texts[index] ?? '', 100)}\n`);
  if (neverChosen.length > mostLines) await write(`  … and ${neverChosen.length - mostLines} more\n`);
}

async function describeLanguages({ languages }: TriedRound): Promise<void> {
  const rows = languages.map(({ language, texts, takesPart, unknown, accepted }) => [
    language === null ? 'not sure' : languagesInEnglish([language]),
    String(texts),
    takesPart ? 'yes' : 'no',
    percent(accepted),
    String(unknown),
  ]);
  await write('\n');
  await writeColumns([['language', 'texts', 'takes part', 'answered', 'with unknown words'], ...rows], [1, 3, 4]);
}

async function describeThresholds(round: TriedRound, minSimilarity: number): Promise<void> {
  const { thresholds, suggestedMinSimilarity, labelsFrom, confusions, texts } = round;
  const cell = (fraction: number | null) => (fraction === null ? '' : percent(fraction));
  const rows = thresholds.map((each) => {
    const remarks = [
      each.minSimilarity === minSimilarity ? 'in the study file' : '',
      each.minSimilarity === suggestedMinSimilarity ? 'suggested' : '',
    ].filter((remark) => remark !== '');
    return [
      each.minSimilarity.toFixed(2),
      cell(each.right),
      cell(each.wrong),
      cell(each.none),
      cell(each.offTopicNone),
      remarks.join(', '),
    ];
  });
  await write('\n');
  await writeColumns([['minSimilarity', 'right', 'wrong', 'none', 'off-topic none', ''], ...rows], [0, 1, 2, 3, 4]);
  if (labelsFrom === null) await write('Right and wrong need labels of the texts: --label-column.\n');
  if (labelsFrom === 'nearest') {
    await write('What a candidate is about was guessed from the labels of the texts nearest to it.\n');
  }
  if (confusions.length === 0) return;
  await write('\nMost frequent wrong answers:\n');
  for (const { label, answer, count } of confusions) {
    await write(
      `  ${count} x ${label === '' ? '(no label)' : label} answered with: ${shorten(texts[answer] ?? '', 70)}\n`,
    );
  }
}
