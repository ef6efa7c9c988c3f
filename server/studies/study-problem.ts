/** One thing wrong with a study folder, and where. */
export interface StudyProblem {
  /** File name as the researcher gave it. */
  readonly file: string;
  /** From 1; absent when the whole file is meant. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Field of the study file, such as `rounds[0].epsilon`; absent in text files. */
  readonly field?: string | undefined;
  /** What was expected, and what to do. */
  readonly message: string;
}

/** `rounds[0].epsilon` */
export function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name.replace(/^\./, '') || wholeFile;
}
const wholeFile = '(whole file)';

/** The path that a field's name was made of. */
export const fieldPath = (name: string): readonly PropertyKey[] =>
  name === wholeFile
    ? []
    : Array.from(name.matchAll(/\[(\d+)\]|[^.[\]]+/g), ([part, index]) => (index === undefined ? part : Number(index)));

/**
 * One line, in the form that editors and terminals turn into a link: `study.yaml:12:5: rounds[0].epsilon: expected …`.
 */
export function formatProblem({ file, line, column, field, message }: StudyProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place}: ${field === undefined ? '' : `${field}: `}${message}`;
}

/** A study folder that cannot be published; its message has one line for each problem. */
export class StudyFolderError extends Error {
  override readonly name = 'StudyFolderError';
  readonly problems: readonly StudyProblem[];
  constructor(problems: readonly StudyProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}
