import { sound, type WrongFolder, yaml } from './wrong-folder.ts';

export const wrongRounds: readonly WrongFolder[] = [
  {
    what: 'no epsilon',
    ...yaml(/ {4}epsilon.*\n/, ''),
    said: /rounds\[0\]\.epsilon: this field is missing; expected a number; write for example: epsilon: 4$/,
  },
  {
    what: 'epsilon in words',
    ...yaml('epsilon: 4', 'epsilon: four'),
    said: /rounds\[0\]\.epsilon: expected a number, found "four"; write for example: epsilon: 4$/,
  },
  {
    what: 'epsilon in quotes',
    ...yaml('epsilon: 4', 'epsilon: "4"'),
    said: /rounds\[0\]\.epsilon: expected a number, found the text "4"; write 4$/,
  },
  {
    what: 'epsilon with a decimal comma',
    ...yaml('epsilon: 4', 'epsilon: 3,5'),
    said: /rounds\[0\]\.epsilon: expected a number, found the text 3,5; write 3\.5$/,
  },
  {
    what: 'epsilon too large',
    ...yaml('epsilon: 4', 'epsilon: 9'),
    said: /rounds\[0\]\.epsilon: expected at most 8, where/,
  },
  { what: 'epsilon zero', ...yaml('epsilon: 4', 'epsilon: 0'), said: /rounds\[0\]\.epsilon: expected at least 0\.1/ },
  {
    what: 'a negative epsilon',
    ...yaml('epsilon: 4', 'epsilon: -1'),
    said: /rounds\[0\]\.epsilon: expected at least 0\.1/,
  },
  { what: 'an endless epsilon', ...yaml('epsilon: 4', 'epsilon: .inf'), said: /rounds\[0\]\.epsilon: expected/ },
  {
    what: 'a similarity in per cent',
    ...yaml('minSimilarity: 0.4', 'minSimilarity: 40%'),
    said: /rounds\[1\]\.minSimilarity: expected a number, found the text 40%; write 0\.4$/,
  },
  {
    what: 'a similarity above one',
    ...yaml('minSimilarity: 0.4', 'minSimilarity: 40'),
    said: /rounds\[1\]\.minSimilarity: expected at most 1/,
  },
  {
    what: 'no similarity',
    ...yaml(/ {4}minSimilarity.*\n/, ''),
    said: /rounds\[1\]\.minSimilarity: this field is missing/,
  },
  {
    what: 'an unknown kind of round',
    ...yaml('kind: fragments', 'kind: survey'),
    said: /rounds\[0\]\.kind: expected "candidates" or "fragments"$/,
  },
  {
    what: 'a round of no kind',
    ...yaml(/ {4}kind: fragments\n/, ''),
    said: /rounds\[0\]\.kind: expected "candidates" or "fragments"$/,
  },
  {
    what: 'an unknown rule',
    ...yaml('minSimilarity: 0.4', 'minSimilarity: 0.4\n    answerRule: best'),
    said: /rounds\[1\]\.answerRule: expected "random-draft" or "closest"$/,
  },
  {
    what: 'too few reports',
    ...yaml('minimumReports: 50', 'minimumReports: 5'),
    said: /rounds\[0\]\.minimumReports: expected at least 50/,
  },
  {
    what: 'reports with a separator',
    ...yaml('minimumReports: 50', 'minimumReports: 1,000'),
    said: /rounds\[0\]\.minimumReports: .*write 1000$/,
  },
  {
    what: 'half a report',
    ...yaml('minimumReports: 50', 'minimumReports: 50.5'),
    said: /rounds\[0\]\.minimumReports: expected a whole number, found 50\.5/,
  },
  {
    what: 'a window too long',
    ...yaml('    texts: phrases.txt', '    windowDays: 31\n    texts: phrases.txt'),
    said: /rounds\[0\]\.windowDays: expected at most 30/,
  },
  {
    what: 'rounds of too many kinds',
    yaml: `${sound.replace(/rounds:[\s\S]*/, 'rounds:\n')}${Array.from({ length: 21 }, (_, i) => `  - { kind: candidates, title: A, texts: ${i}.txt, epsilon: ${(1 + i / 10).toFixed(1)}, minSimilarity: 0.4 }\n`).join('')}`,
    files: Object.fromEntries(
      Array.from({ length: 21 }, (_, i) => [
        `${i}.txt`,
        Array.from({ length: i + 2 }, (_text, j) => `text number ${j}`).join('\n'),
      ]),
    ),
    said: /rounds: expected at most 20 rounds that ask in different ways/,
  },
];
