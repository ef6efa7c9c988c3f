import { parse } from 'csv-parse/sync';
import type { StudyProblem } from './study-problem.ts';

/** One text of a file, and what stands with it. */
export interface TextEntry {
  /** Trimmed; line ends are "\n". */
  readonly text: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** The other columns of its row; without any in a .txt file. */
  readonly columns: Readonly<Record<string, string>>;
  /** In a .txt file the last comment above it, without the "#". */
  readonly heading?: string;
}

export interface TextFile {
  readonly entries: readonly TextEntry[];
  /** Names of the columns; none in a .txt file. */
  readonly columns: readonly string[];
  readonly problems: readonly StudyProblem[];
  readonly warnings: readonly StudyProblem[];
}

/** Column of a table that holds the texts, unless another one is named. */
export const defaultTextColumn = 'text';

const formats = {
  txt: readLines,
  csv: (file: string, content: string, column: string) => readSeparated(file, content, column, [',', ';', '\t']),
  tsv: (file: string, content: string, column: string) => readSeparated(file, content, column, ['\t']),
  jsonl: readJsonLines,
} as const;

export const textFormats = '.txt, .csv, .tsv or .jsonl';

/**
 * Reads texts in the format that the file's name says: `.txt` has one a line, where "#" begins a comment and "\#" a
 * text with that sign; `.csv` and `.tsv` have a header and a column of texts; `.jsonl` has one JSON string or object a
 * line. Blank lines are no texts.
 *
 * @param file name that problems are told with
 * @param column column or field that holds the texts
 */
export function readTextFile(file: string, content: string, column = defaultTextColumn): TextFile {
  const format = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  if (!Object.hasOwn(formats, format)) {
    const problem = { file, message: `expected a file whose name ends in ${textFormats}` };
    return { entries: [], columns: [], problems: [problem], warnings: [] };
  }
  return formats[format as keyof typeof formats](file, content.replace(/^\ufeff/, ''), column);
}

function readLines(file: string, content: string): TextFile {
  const entries: TextEntry[] = [];
  const warnings: StudyProblem[] = [];
  let heading: string | undefined;
  content.split(/\r\n|\r|\n/).forEach((rawLine, index) => {
    const line = index + 1;
    const text = rawLine.trim();
    if (text.startsWith('#')) {
      heading = text.replace(/^#+\s*/, '');
      if (/^#[\p{L}\p{N}_]/u.test(text)) {
        const message = `this line is read as a comment; if it is a text, write \\${text.split(/\s/)[0]} (and "# ${heading.split(/\s/)[0]}" for a comment)`;
        warnings.push({ file, line, column: 1, message });
      }
      return;
    }
    if (text === '') return;
    entries.push({ text: text.replace(/^\\#/, '#'), line, columns: {}, ...(heading === undefined ? {} : { heading }) });
  });
  return { entries, columns: [], problems: tableProblems(file, entries), warnings };
}

/** A table that was saved under the name of a plain list would become candidates with commas and numbers in them. */
function tableProblems(file: string, entries: readonly TextEntry[]): StudyProblem[] {
  const [first, ...rest] = entries;
  if (!first || rest.length === 0) return [];
  for (const separator of ['\t', ';', ',']) {
    const cells = first.text.split(separator);
    const isHeader = cells.length > 1 && cells.every((cell) => /^"?[\p{L}\p{N}_-]+"?$/u.test(cell));
    if (!isHeader || !rest.every(({ text }) => text.includes(separator))) continue;
    const ending = separator === '\t' ? '.tsv' : '.csv';
    const message = `this looks like the header of a table; give the file a name that ends in ${ending}, and name its column in the study file (textColumn)`;
    return [{ file, line: first.line, column: 1, message }];
  }
  return [];
}

/** The place that csv-parse tells of its errors. */
interface CsvError {
  readonly code?: string;
  readonly lines?: number;
}

function readSeparated(file: string, content: string, column: string, separators: readonly string[]): TextFile {
  const empty = { entries: [], columns: [], warnings: [] };
  const text = content.replace(/\r\n?/g, '\n');
  if (text.trim() === '') {
    return { ...empty, problems: [{ file, message: `expected a header with a column "${column}", and a row a text` }] };
  }
  // Spreadsheets of many countries write semicolons.
  const header = text.trimStart().split('\n')[0] ?? '';
  const separator = separators.find((sign) => header.split(sign).some((cell) => unquoted(cell) === column));
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      delimiter: separator ?? separators.find((sign) => header.includes(sign)) ?? separators[0] ?? ',',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof rows;
  } catch (error) {
    const { code, lines } = error as CsvError;
    return { ...empty, problems: [{ file, ...(lines ? { line: lines } : {}), message: csvMistake(code) }] };
  }
  const [head, ...body] = rows;
  const columns = (head?.record ?? []).map((name) => name.trim());
  const at = columns.indexOf(column);
  if (at < 0) {
    const found = columns.map((name) => `"${name}"`).join(', ');
    const message = `expected a header with a column "${column}", found ${found}; name the column of the texts, or add a header`;
    return { ...empty, columns, problems: [{ file, line: head?.info.lines ?? 1, column: 1, message }] };
  }
  const problems: StudyProblem[] = [];
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    const message = `expected columns with different names, found "${twice}" twice; give one of them another name`;
    problems.push({ file, line: head?.info.lines ?? 1, column: 1, message });
  }
  const entries: TextEntry[] = [];
  for (const { record, info } of body) {
    // csv-parse tells the line on which a row ends.
    const line = info.lines - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
    if (record.length !== columns.length) {
      const message = `expected ${columns.length} cells as in the header, found ${record.length}; a text with "${separator}" in it must stand in double quotes`;
      problems.push({ file, line, column: 1, message });
      continue;
    }
    const value = record[at]?.trim() ?? '';
    if (value === '') continue;
    entries.push({
      text: value,
      line,
      columns: Object.fromEntries(columns.map((name, i) => [name, record[i]?.trim() ?? ''])),
    });
  }
  return { entries, columns, problems, warnings: [] };
}

const unquoted = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();

function csvMistake(code: string | undefined): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return 'a double quote is opened and never closed; close it, and write a quote inside a text twice ("")';
  }
  return 'a double quote stands in the middle of a cell; put the whole cell in double quotes, and write a quote inside it twice ("")';
}

function readJsonLines(file: string, content: string, column: string): TextFile {
  const entries: TextEntry[] = [];
  const problems: StudyProblem[] = [];
  const columns = new Set<string>();
  content.split(/\r\n|\r|\n/).forEach((rawLine, index) => {
    const line = index + 1;
    const refuse = (message: string) => problems.push({ file, line, column: 1, message });
    if (rawLine.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(rawLine);
    } catch {
      refuse(`expected one JSON value on each line, such as {"${column}": "Hello"}`);
      return;
    }
    const fields = typeof value === 'string' ? { [column]: value } : value;
    const text = isRecord(fields) ? fields[column] : undefined;
    if (!isRecord(fields) || typeof text !== 'string') {
      const found = isRecord(fields)
        ? `, found the fields ${Object.keys(fields)
            .map((name) => `"${name}"`)
            .join(', ')}`
        : '';
      refuse(`expected a text in the field "${column}"${found}; name the field of the texts`);
      return;
    }
    for (const name of Object.keys(fields)) columns.add(name);
    const trimmed = text.replace(/\r\n?/g, '\n').trim();
    if (trimmed === '') return;
    const others = Object.entries(fields).map(([name, each]) => [name, each === null ? '' : String(each)]);
    entries.push({ text: trimmed, line, columns: Object.fromEntries(others) });
  });
  return { entries, columns: [...columns], problems, warnings: [] };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
