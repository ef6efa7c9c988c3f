import { refusedCharacter } from '../../core/control-characters.ts';
import { fold } from '../../core/folding.ts';
import { longestText, mostTexts } from '../../core/protocol/texts.ts';
import type { StudyProblem } from './study-problem.ts';
import { readTextFile, type TextEntry } from './text-file.ts';

/** Two texts that people see as one would split the votes of one. */
export const sameness = (text: string): string => fold(text).replaceAll(/\s+/g, ' ').trim();

export interface TextList {
  readonly entries: readonly TextEntry[];
  readonly problems: readonly StudyProblem[];
  readonly warnings: readonly StudyProblem[];
}

/** A problem of the text at `entry`; `index` is a position in the text, which is one line or more. */
export function textProblem(file: string, { text, line }: TextEntry, message: string, index = 0): StudyProblem {
  const before = text.slice(0, index).split('\n');
  return { file, line: line + before.length - 1, column: (before.at(-1) ?? '').length + 1, message };
}

/**
 * Reads the texts of a round (see `readTextFile`) and checks each. All problems at once.
 *
 * @param needsWord a fragment without a letter or digit could never be found in a draft
 */
export function readTextList(
  file: string,
  content: string,
  { needsWord, column }: { readonly needsWord: boolean; readonly column?: string | undefined },
): TextList {
  const { entries, problems: unreadable, warnings } = readTextFile(file, content, column);
  const problems = [...unreadable, ...textProblems(file, entries, needsWord)];
  if (entries.length === 0 && unreadable.length === 0) {
    problems.push({ file, message: 'expected at least one text, one a line' });
  }
  if (entries.length > mostTexts)
    problems.push({ file, message: `expected at most ${mostTexts} texts, found ${entries.length}` });
  return { entries, problems, warnings };
}

/** What is wrong with the texts of a round, one by one and beside each other. */
export function textProblems(file: string, entries: readonly TextEntry[], needsWord: boolean): StudyProblem[] {
  const problems: StudyProblem[] = [];
  const lineOf = new Map<string, number>();
  for (const entry of entries) {
    const { text, line } = entry;
    const refuse = (message: string, index?: number) => problems.push(textProblem(file, entry, message, index));
    const earlier = lineOf.get(sameness(text));
    if (earlier !== undefined) {
      refuse(`the same text as in line ${earlier} (case, width and spaces do not count); remove one of them`);
    } else lineOf.set(sameness(text), line);
    if (text.length > longestText) refuse(`expected at most ${longestText} characters, found ${text.length}`);
    if (needsWord && !/[\p{L}\p{N}]/u.test(text)) refuse('expected at least one letter or digit');
    const character = refusedCharacter(text, { lineBreaks: true });
    if (character) refuse(`${character.code} is ${character.name}; remove it`, character.index);
  }
  return problems;
}
