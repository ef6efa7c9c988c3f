import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Few and plain, so that a device checks their embeddings in a moment. */
export const candidates = [
  'Shall we play tennis on Saturday morning?',
  'The train was late again and I missed my connection.',
  'I tried a new recipe for lentil soup and it was delicious.',
  'Could you water my plants while I am away?',
  'The meeting has been moved to Thursday afternoon.',
  'My daughter starts school next week and I am nervous.',
];
export const phrases = ['missed the bus', 'flat tyre', 'night train', 'traffic jam'];

export type RoundKind = 'candidates' | 'fragments';

/** A round as a study file writes it; of fragment polls both kinds. */
export type WrittenRound = RoundKind | 'prevalence';

export interface StudyChoices {
  readonly name?: string;
  /** What it is called. */
  readonly title?: string;
  /** What each of its rounds is called; a question of its kind when left out. */
  readonly question?: string;
  /** Which rounds it has, in order. */
  readonly rounds?: readonly WrittenRound[];
  readonly epsilon?: number;
  /** BCP 47; English when left out. */
  readonly languages?: readonly string[];
  readonly minSimilarity?: number;
  /** The rounds close in the middle of this year, and the study ends with it. */
  readonly year?: number;
}

/** A year in which no round closes while a test runs by the real clock. */
export const farYear = 2126;

/** A study file as a researcher writes it; with one poll of fragments unless told otherwise. */
export function studyYaml({
  name = 'commute',
  title = 'How people travel',
  question,
  rounds = ['fragments'],
  epsilon = 4,
  languages,
  minSimilarity = 0.4,
  year = 2026,
}: StudyChoices = {}) {
  const shared = `    epsilon: ${epsilon}\n    minimumReports: 50\n    closesAt: ${year}-06-30T00:00:00Z\n`;
  const entries = {
    fragments: `  - title: ${question ?? 'Which phrase did you type?'}
    kind: fragments
    texts: phrases.txt
${shared}`,
    prevalence: `  - title: ${question ?? 'Have you typed this phrase?'}
    kind: fragments
    poll: prevalence
    texts: phrases.txt
${shared}`,
    candidates: `  - title: ${question ?? 'Which message is most like yours?'}
    kind: candidates
    texts: candidates.txt
    minSimilarity: ${minSimilarity}
${shared}`,
  };
  return `name: ${name}
title: ${title}
summary: A study of journeys.
consent:
  - You answer one question.
privacyPolicy:
  - Nothing but a vote is kept.
controller:
  name: Institute of Journeys
  contact: journeys@example.org
withdrawal: Votes cannot be withdrawn.
endsAt: ${year}-12-31T00:00:00Z
${languages ? `languages: [${languages.join(', ')}]\n` : ''}rounds:
${rounds.map((kind) => entries[kind]).join('')}`;
}

/** The text file of a poll, with a comment and a blank line. */
export const phrasesFile = `# journeys\n${phrases.slice(0, 2).join('\n')}\n\n${phrases.slice(2).join('\n')}\n`;

/** The text files that `studyYaml` names. */
export const textFiles = (texts: readonly string[] = candidates): Readonly<Record<string, string | Uint8Array>> => ({
  'phrases.txt': phrasesFile,
  'candidates.txt': texts.join('\n'),
});

/**
 * Writes one study folder, as a researcher would.
 *
 * @param parent folder that holds study folders; a new temporary one when it is left out
 */
export function writeStudyFolder({
  parent = mkdtempSync(join(tmpdir(), 'donor-study-')),
  name = 'commute',
  yaml = studyYaml({ name }),
  files = textFiles(),
} = {}): { parent: string; folder: string } {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'study.yaml'), yaml);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return { parent, folder };
}
