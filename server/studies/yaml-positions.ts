import { isAlias, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { expectation } from './expectation.ts';
import { fieldName, type StudyProblem } from './study-problem.ts';
import { withQuotes, yamlAdvice } from './yaml-mistakes.ts';

type Path = readonly PropertyKey[];

/** A YAML file that knows where its values stand. */
export interface PositionedYaml {
  /** Undefined when the file is not YAML. */
  readonly value: unknown;
  /** What could be read of it, whatever is wrong. */
  readonly partial: unknown;
  /** Syntax errors, duplicate keys included, and what YAML reads in another way than its author. */
  readonly problems: readonly StudyProblem[];
  /** Comments that may have been meant as words. */
  readonly warnings: readonly StudyProblem[];
  /** First and last line of the value at `path`; undefined when there is none. */
  linesOf(path: Path): readonly [number, number] | undefined;
  /** Names `path` and the place of its value, or of the nearest value around it. */
  problemAt(path: Path, message: string): StudyProblem;
  /** Problems of a value that a schema refused; an unknown field stands where its key does. */
  problemsOf(issues: readonly z.core.$ZodIssue[]): StudyProblem[];
}

export interface YamlFields {
  /** What to say of a field that the schema does not know, after "there is no such field". */
  readonly adviceFor: (field: string, path: Path) => string;
  /** An example of the field at `path`, as it stands in the file. */
  readonly exampleOf: (path: Path) => string | undefined;
}

/** Reads YAML 1.2 (times stay strings). */
export function readYaml(file: string, text: string, { adviceFor, exampleOf }: YamlFields): PositionedYaml {
  const lineCounter = new LineCounter();
  const lines = text.split('\n');
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const lineAt = (offset: number): string => lines[place(offset).line - 1] ?? '';

  function nearestNode(path: Path): Node | undefined {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node;
    }
    return undefined;
  }

  function problemAt(path: Path, message: string, key?: string): StudyProblem {
    const node = nearestNode(path);
    const pair =
      key !== undefined && isMap(node) ? node.items.find(({ key: k }) => isScalar(k) && k.value === key) : null;
    const at = pair && isNode(pair.key) ? pair.key : node;
    return { ...place(at?.range?.[0] ?? 0), field: fieldName(key === undefined ? path : [...path, key]), message };
  }

  const problems: StudyProblem[] = [];
  const warnings: StudyProblem[] = [];
  for (const error of document.errors) {
    const offset = startOf(error);
    const at = place(offset);
    // One mistake confuses the parser more than once.
    if (problems.some(({ line }) => line === at.line)) continue;
    problems.push({ ...at, message: yamlAdvice(error, lineAt(offset)) });
  }
  problems.push(...misread());

  /** A bracket that is never closed is noticed lines after it. */
  function startOf({ message, pos: [offset] }: YAMLError): number {
    return /^Flow /.test(message) ? Math.max(text.lastIndexOf('[', offset), text.lastIndexOf('{', offset)) : offset;
  }

  /** Signs that YAML takes out of a value without a word, or that give it another meaning. */
  function misread(): StudyProblem[] {
    const found: StudyProblem[] = [];
    const tell = (offset: number, what: string) => {
      const quotes = withQuotes(lineAt(offset));
      const message = `${what}; put the value in quotes${quotes === undefined ? '' : `: ${quotes}`}`;
      found.push({ ...place(offset), message });
    };
    visit(document, {
      Node(_key, node) {
        const at = node.range?.[0] ?? 0;
        if (isAlias(node)) return tell(at, 'YAML reads "*" as a reference to another value');
        if (node.anchor !== undefined) return tell(at, `YAML reads "&${node.anchor}" as a name, and leaves it out`);
        if (node.tag?.startsWith('!')) return tell(at, `YAML reads "${node.tag}" as a type, and leaves it out`);
        const comment = isScalar(node) && node.type === 'PLAIN' ? (node.comment ?? '') : '';
        const value = isScalar(node) ? node.value : undefined;
        if (comment === '' || typeof value !== 'string') return undefined;
        const what = `YAML reads "#${comment}" as a comment, and leaves it out`;
        // "#5" was hardly meant as a comment; "# 5" after several words may have been.
        if (/^\S/.test(comment)) return tell(at, what);
        if (/\s/.test(value))
          warnings.push({ ...place(at), message: `${what}; if it belongs to the text, use quotes` });
        return undefined;
      },
    });
    if (document.directives?.yaml.explicit) {
      const message = 'a line "%YAML" changes how everything is read; remove it';
      found.push({ file, line: 1, column: 1, message });
    }
    const wide = lines.findIndex((line) => /^ *[\u00a0\u3000\u2000-\u200a]/.test(line));
    if (wide >= 0) {
      const message = 'a line begins with a space of another kind (a no-break space); begin it with ordinary spaces';
      found.push({ file, line: wide + 1, column: 1, message });
    }
    return found;
  }

  let partial: unknown;
  try {
    partial = document.toJS();
  } catch {
    // A reference to a value that does not exist; it is among the problems.
  }
  return {
    value: problems.length === 0 ? partial : undefined,
    partial,
    problems,
    warnings,
    linesOf(path) {
      const node = path.length > 0 ? document.getIn(path, true) : undefined;
      if (!isNode(node) || !node.range) return undefined;
      return [place(node.range[0]).line, place(node.range[1]).line];
    },
    problemAt,
    problemsOf: (issues) =>
      issues.flatMap((issue) => {
        if (issue.code === 'unrecognized_keys') {
          return issue.keys.map((key) =>
            problemAt(issue.path, `there is no such field here; ${adviceFor(key, issue.path)}`, key),
          );
        }
        const node = document.getIn(issue.path, true);
        const source = isScalar(node) && node.range ? text.slice(node.range[0], node.range[1]) : undefined;
        const value = document.hasIn(issue.path)
          ? { value: isNode(node) ? node.toJS(document) : node, source }
          : undefined;
        return [problemAt(issue.path, expectation(issue, value, exampleOf(issue.path)))];
      }),
  };
}
