import { type Field, fieldsOf } from './study-fields.ts';
import { roundSchemas, studyFileSchema } from './study-file.ts';

/** Files of a new study folder by their names. */
export type NewStudy = Readonly<Record<string, string>>;

const candidates = [
  'Shall we play tennis on Saturday morning, or is it too hot for you?',
  'The train was late again and I missed my connection in the city.',
  'I tried a new recipe for lentil soup and it was delicious.',
  'Could you water my plants while I am away next week?',
  'The meeting has been moved to Thursday afternoon, please tell the others.',
  'My daughter starts school next week and I am more nervous than she is.',
  'My laptop has been so slow since the update that I cannot work.',
  'The doctor says it is only a cold and that I should stay in bed.',
  'How much is the rent for the flat, and is heating included?',
  'Happy birthday! I hope you have a wonderful day with your family.',
];
const fragments = ['running late', 'happy birthday', 'thank you so much', 'this weekend', 'no idea', 'fingers crossed'];

/** What stands in the new study file where a field needs words. */
const words: Readonly<Record<string, string>> = {
  title: 'What do people write about every day?',
  summary:
    'This study asks which of some made-up messages is most like something you wrote, and which phrases you used.',
  consent:
    'You answer two questions: which of our messages is most like one of your drafts, and which of our phrases you typed.',
  privacyPolicy: 'We receive randomised votes and nothing else. We keep them without time, order or sender.',
  'controller.name': 'Your institution',
  'controller.contact': 'you@example.org',
  withdrawal:
    'You can leave at any time. A vote that was sent cannot be taken back, because nothing tells whose it is.',
};

/**
 * A new study that passes `donor check` as it is: a study file with every field, its meaning, its default and an
 * example, and example texts.
 *
 * @param endsAt such as `2027-12-31T00:00:00Z`
 */
export function newStudy({ name, endsAt }: { readonly name: string; readonly endsAt: string }): NewStudy {
  const lines = [
    '# A study for Data Donor. Every field is here with its meaning; lines that begin with "#" are comments.',
    '# Look at it with "donor check", try it on texts of yours with "donor try" and "donor simulate".',
  ];
  for (const field of fieldsOf(studyFileSchema)) {
    lines.push('', ...comment(field, ''));
    if (field.name === 'rounds') lines.push('rounds:', ...roundLines());
    else if (field.fields.length > 0) lines.push(...group(field));
    else lines.push(...value(field, '', { name, endsAt, ...words }));
  }
  return {
    'study.yaml': `${lines.join('\n')}\n`,
    'candidates.txt': `# One text a line. This line is a comment; a text that begins with "#" is written \\#like this.\n${candidates.join('\n')}\n`,
    'fragments.txt': `# Short phrases that many people use in the same words, one a line.\n${fragments.join('\n')}\n`,
  };
}

function roundLines(): string[] {
  const entries = [
    ['candidates', { title: 'Which of these messages is most like something you wrote?', texts: 'candidates.txt' }],
    ['fragments', { title: 'Which of these phrases did you type in the last 30 days?', texts: 'fragments.txt' }],
  ] as const;
  const explained = new Set<string>();
  const parts = entries.map(([kind, given]) => {
    const lines = fieldsOf(roundSchemas[kind]).flatMap((field) => {
      const isNew = field.name === 'kind' || !explained.has(field.name);
      explained.add(field.name);
      return [...(isNew ? comment(field, '    ') : []), ...value(field, '    ', { kind, ...given })];
    });
    // The first field begins the entry of the list.
    const first = lines.findIndex((line) => !line.trimStart().startsWith('#'));
    return lines.map((line, i) => (i === first ? line.replace('    ', '  - ') : line));
  });
  return parts.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

/** A group of fields; what is optional as a whole is a comment. */
function group(field: Field): string[] {
  const lines = field.fields.flatMap((inner) => [
    ...comment(inner, '  '),
    ...value(
      inner,
      '  ',
      Object.fromEntries(inner.required ? [[inner.name, words[`${field.name}.${inner.name}`] ?? inner.example]] : []),
    ),
  ]);
  const all = [`${field.name}:`, ...lines];
  return field.name === 'laterRounds' ? all.map((line) => `# ${line}`) : all;
}

function value(field: Field, indent: string, given: Readonly<Record<string, string>>): string[] {
  const { name, required, example } = field;
  if (!required && (field.default === undefined || field.default === 'null')) return [`${indent}# ${name}: ${example}`];
  const shown = required ? (given[name] ?? example) : (field.default as string).replace(/^"(.*)"$/, '$1');
  if (field.allowed.startsWith('a list') && required) return [`${indent}${name}:`, `${indent}  - ${quoted(shown)}`];
  return [`${indent}${name}: ${field.allowed.endsWith('characters') ? quoted(shown) : shown}`];
}

const quoted = (text: string): string => JSON.stringify(text);

const width = 110;

/** Meaning of a field, and below it what is allowed, its default and an example. */
function comment(
  { name, description, allowed, example, required, default: fallback, fields }: Field,
  indent: string,
): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of description.split(' ')) {
    if (line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${word}`;
  }
  if (fields.length > 0) return [...lines, line];
  const taken = fallback === undefined || fallback === 'null' ? 'optional' : `default: ${fallback}`;
  const facts = `${required ? 'required' : taken}; ${allowed.replaceAll('`', '')}`;
  return [...lines, line, `${indent}# (${facts}${example === '' ? '' : `; example: ${name}: ${example}`})`];
}
