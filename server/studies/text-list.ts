import { fold } from '../../core/folding.ts';
import { deceptiveCharacter, deceptiveInWords } from '../../core/protocol/plain-text.ts';
import { longestText, mostTexts } from '../../core/protocol/texts.ts';
import type { StudyProblem } from './study-problem.ts';

/** Two texts that people see as one would split the votes of one. */
const sameness = (text: string): string => fold(text).replaceAll(/\s+/g, ' ').trim();

/**
 * Reads a list of texts: one a line, trimmed; blank lines and lines that start with "#" are ignored. All problems at
 * once.
 *
 * @param needsWord a fragment without a letter or digit could never be found in a draft
 */
export function readTextList(
  file: string,
  content: string,
  { needsWord }: { needsWord: boolean },
): { texts: string[]; problems: StudyProblem[] } {
  const texts: string[] = [];
  const problems: StudyProblem[] = [];
  const lineOf = new Map<string, number>();
  content.split(/\r\n|\r|\n/).forEach((rawLine, index) => {
    // This takes a byte order mark off, too.
    const text = rawLine.trim();
    if (text === '' || text.startsWith('#')) return;
    const refuse = (message: string) => problems.push({ file, line: index + 1, column: 1, message });
    const earlier = lineOf.get(sameness(text));
    if (earlier !== undefined) refuse(`the same text as in line ${earlier} (case, width and spaces do not count)`);
    else lineOf.set(sameness(text), index + 1);
    if (text.length > longestText) refuse(`expected at most ${longestText} characters, found ${text.length}`);
    const character = deceptiveCharacter(text);
    if (character !== undefined) refuse(deceptiveInWords(character));
    if (needsWord && !/[\p{L}\p{N}]/u.test(text)) refuse('expected at least one letter or digit');
    texts.push(text);
  });
  if (texts.length === 0) problems.push({ file, message: 'expected at least one text, one a line' });
  if (texts.length > mostTexts)
    problems.push({ file, message: `expected at most ${mostTexts} texts, found ${texts.length}` });
  return { texts, problems };
}
