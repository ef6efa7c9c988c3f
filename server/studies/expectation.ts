import type { z } from 'zod';

/** A value as YAML reads it, and as it stands in the file when it is a single one. */
export interface FoundValue {
  readonly value: unknown;
  readonly source: string | undefined;
}

/**
 * What a schema expected instead of `found`, and what to do, in words for somebody who knows neither zod nor YAML.
 *
 * @param found undefined when the field is missing
 * @param example the field as it may stand in the file
 */
export function expectation(
  issue: z.core.$ZodIssue,
  found: FoundValue | undefined,
  example: string | undefined,
): string {
  const advice = example === undefined ? '' : `; write for example: ${example}`;
  if (issue.code === 'invalid_type') {
    if (!found) return `this field is missing; expected ${article(issue.expected)}${advice}`;
    return `expected ${article(issue.expected)}, ${remedy(issue.expected, found, advice)}`;
  }
  if (issue.code === 'invalid_union') return 'expected "candidates" or "fragments"';
  if (issue.message.startsWith('expected')) return issue.message;
  const length =
    found && (typeof found.value === 'string' || Array.isArray(found.value)) ? found.value.length : undefined;
  if (issue.code === 'too_small') {
    return `expected at least ${amount(issue.origin, Number(issue.minimum))}${length === 0 ? advice : ''}`;
  }
  if (issue.code === 'too_big') {
    const shorten = length === undefined ? '' : `, found ${length}; shorten it`;
    return `expected at most ${amount(issue.origin, Number(issue.maximum))}${shorten}`;
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map((value) => `"${String(value)}"`);
    return `expected ${new Intl.ListFormat('en', { type: 'disjunction' }).format(values)}`;
  }
  const message = issue.message.replace(/^(Invalid input|Too small|Too big|Invalid string|Invalid option): /, '');
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** How the value that was found becomes the one that was expected. */
function remedy(expected: string, { value, source }: FoundValue, advice: string): string {
  if (value === null) return `and nothing stands here${advice}`;
  const shown = source ?? String(value);
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return `but YAML reads ${shown} as a ${typeof value}; put it in quotes: "${shown}"`;
  }
  if (expected === 'string' && typeof value === 'object') {
    const found = Array.isArray(value) ? 'a list' : 'a group of fields (because of a colon and a space)';
    return `but YAML reads ${found}; put the whole text in double quotes`;
  }
  if (expected === 'array') {
    const entry = typeof value === 'string' ? `- ${value.length > 30 ? '…' : value}` : '- …';
    return `found ${typeof value === 'object' ? 'a group of fields' : 'a single value'}; write each entry on a line of its own that begins with "- ": "${entry}"`;
  }
  if (['number', 'int'].includes(expected) && typeof value === 'string') {
    const plain = plainNumber(value);
    if (plain !== undefined) return `found the text ${shown}; write ${plain}`;
  }
  if (expected === 'int' && typeof value === 'number') return `found ${shown}; leave out what stands after the point`;
  const kind = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a group of fields' : `"${short(shown)}"`;
  return `found ${kind}${advice}`;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** The number that somebody meant by quotes, a decimal comma, a percent sign, or separators of thousands. */
function plainNumber(text: string): string | undefined {
  const trimmed = text.trim().replace(/^[“”"'‘’]|[“”"'‘’]$/g, '');
  const perCent = /^(\d+(?:[.,]\d+)?)\s*%$/.exec(trimmed)?.[1];
  if (perCent !== undefined) return String(Number(perCent.replace(',', '.')) / 100);
  if (/^\d{1,3}([,_' .]\d{3})+$/.test(trimmed)) return trimmed.replaceAll(/[,_' .]/g, '');
  if (/^\d*,\d+$/.test(trimmed)) return trimmed.replace(',', '.');
  return /^-?\d*\.?\d+$/.test(trimmed) ? trimmed : undefined;
}

function article(type: string): string {
  if (type === 'array') return 'a list';
  if (type === 'object') return 'a group of fields';
  if (type === 'string') return 'a text';
  return type === 'int' ? 'a whole number' : `a ${type}`;
}

function amount(of: string, number: number): string {
  if (of === 'string') return `${number} ${number === 1 ? 'character' : 'characters'}`;
  if (of === 'array') return number === 1 ? '1 entry' : `${number} entries`;
  return String(number);
}
