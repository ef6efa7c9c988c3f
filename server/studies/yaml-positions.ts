import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { StudyProblem } from './study-problem.ts';

type Path = readonly PropertyKey[];

/** A YAML file that knows where its values stand. */
export interface PositionedYaml {
  readonly value: unknown;
  /** Syntax errors, duplicate keys included. */
  readonly problems: readonly StudyProblem[];
  /** Names `path` and the place of its value, or of the nearest value around it. */
  problemAt(path: Path, message: string): StudyProblem;
  /** Problems of a value that a schema refused; an unknown field stands where its key does. */
  problemsOf(error: z.ZodError): StudyProblem[];
}

/** Reads YAML 1.2 (times stay strings). */
export function readYaml(file: string, text: string): PositionedYaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };

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

  return {
    value: document.errors.length === 0 ? document.toJS() : undefined,
    problems: document.errors.map((error) => ({ ...place(error.pos[0]), message: error.message })),
    problemAt,
    problemsOf: (error) =>
      error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => problemAt(issue.path, 'there is no such field; remove it or correct its name', key))
          : [problemAt(issue.path, expectation(issue, document.hasIn(issue.path)))],
      ),
  };
}

/** `rounds[0].epsilon` */
function fieldName(path: Path): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name.replace(/^\./, '') || '(whole file)';
}

function expectation(issue: z.core.$ZodIssue, present: boolean): string {
  if (!present && issue.code === 'invalid_type') return `this field is missing; expected ${article(issue.expected)}`;
  if (issue.code === 'invalid_union') return 'expected "candidates" or "fragments"';
  if (issue.message.startsWith('expected')) return issue.message;
  if (issue.code === 'too_small') return `expected at least ${amount(issue.origin, Number(issue.minimum))}`;
  if (issue.code === 'too_big') return `expected at most ${amount(issue.origin, Number(issue.maximum))}`;
  const message = issue.message.replace(/^(Invalid input|Too small|Too big|Invalid string|Invalid option): /, '');
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function article(type: string): string {
  if (type === 'array') return 'a list';
  if (type === 'object') return 'a group of fields';
  return type === 'int' ? 'a whole number' : `a ${type}`;
}

function amount(of: string, number: number): string {
  if (of === 'string') return `${number} characters`;
  if (of === 'array') return number === 1 ? '1 entry' : `${number} entries`;
  return String(number);
}
