import { poolSourceSchema } from './pool-fields.ts';
import { type Field, fieldsOf } from './study-fields.ts';
import { roundSchemas, studyFileSchema } from './study-file.ts';

/** The page docs/study-file.md, from the schema of the study file. */
export function studyFilePage(): string {
  const study = fieldsOf(studyFileSchema);
  const rounds = Object.entries(roundSchemas).map(([kind, schema]) => [kind, fieldsOf(schema)] as const);
  const groups = study.filter(({ fields }) => fields.length > 0);
  return `# The study file

A study is a folder with a \`study.yaml\` and files of texts. \`donor init FOLDER\` writes a new one with every field in it, and
\`donor check FOLDER\` names every mistake with its line. This page is made from the schema
([study-file.ts](../server/studies/study-file.ts)); a test holds it true.

YAML needs quotes around a value that holds a colon and a space, or \`#\`, or that begins with one of \`@ & * ! [ { " ' | > %\`. When in doubt, put a
text in double quotes. Times are UTC.

## The study
${table(study)}
${groups.map((group) => `### ${group.name}\n${group.description}\n\n${table(group.fields)}`).join('\n')}
${rounds.map(([kind, fields]) => `## A round of the kind \`${kind}\`\n${table(fields)}`).join('\n')}
## A source of the pool
[rounds.md](rounds.md) says what a pool is for.

${table(fieldsOf(poolSourceSchema))}
## Files of texts
A file is UTF-8, with or without a byte order mark. Blank lines are no texts.

| name ends in | form |
|---|---|
| \`.txt\` | one text a line. A line that begins with \`#\` is a comment; \`\\#\` begins a text with that sign |
| \`.csv\`, \`.tsv\` | a table with a header, and a column of texts: \`text\`, or the one that \`textColumn\` names. Commas, semicolons or tabs separate cells; a cell that holds one stands in double quotes |
| \`.jsonl\` | one JSON object a line with the texts in the field \`text\`, or the one that \`textColumn\` names; or one JSON string a line |

Refused are: two texts that people see as one (case, width and spaces do not count), more than 9 999 texts, a text of more than 2 000 characters, control
characters, signs that turn the direction of writing, and a fragment without a letter or a digit.
`;
}

function table(fields: readonly Field[]): string {
  const rows = fields.map(
    ({ name, required, default: fallback, allowed, description, example, fields: inner }) =>
      `| \`${name}\` | ${required ? 'required' : fallback === undefined ? 'optional' : `\`${fallback}\``} | ${allowed} | ${description} | ${
        example === '' || inner.length > 0 ? '' : `\`${example}\``
      } |`,
  );
  return `| field | default | allowed | meaning | example |\n|---|---|---|---|---|\n${rows.join('\n')}\n`;
}
