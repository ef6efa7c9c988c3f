import { z } from 'zod';
import type { FieldNote } from './field-note.ts';
import { poolSourceSchema } from './pool-fields.ts';
import { roundSchemas, studyFileSchema } from './study-file.ts';

/** The schema of the field at `path`, without what may be left out around it. */
function schemaAt(path: readonly PropertyKey[]): z.ZodType | undefined {
  let schema: z.ZodType | undefined = studyFileSchema;
  for (const part of path) {
    schema = schema && unwrap(schema);
    if (schema instanceof z.ZodArray) schema = schema.element as z.ZodType;
    else if (schema instanceof z.ZodDiscriminatedUnion) {
      schema =
        (roundSchemas.fragments.shape as Shape)[String(part)] ?? (roundSchemas.candidates.shape as Shape)[String(part)];
    } else if (schema instanceof z.ZodObject) schema = (schema.shape as Shape)[String(part)];
    else return undefined;
  }
  return schema;
}
type Shape = Readonly<Record<string, z.ZodType>>;

/** The schema inside defaults, options and nulls. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable
  ) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

/** What is said of a field. */
export const noteOf = (schema: z.ZodType): FieldNote | undefined => schema.meta() as FieldNote | undefined;

/** A field, as `donor init` and docs/study-file.md tell of it. */
export interface Field extends FieldNote {
  readonly name: string;
  /** What is taken when the field is left out, as it stands in the file; undefined when nothing is. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** Such as "0.1 to 8". */
  readonly allowed: string;
  /** Fields of a group. */
  readonly fields: readonly Field[];
}

/** The fields of a group, in the order of the schema. */
export const fieldsOf = (group: z.ZodObject): Field[] =>
  Object.entries(group.shape as Shape).map(([name, schema]) => {
    const { description = '', example = '' } = noteOf(schema) ?? {};
    const inner = unwrap(schema);
    const left = schema.safeParse(undefined);
    const given = left.success && left.data !== undefined && !(inner instanceof z.ZodObject);
    return {
      name,
      description,
      example,
      default: given ? JSON.stringify(left.data) : undefined,
      required: !left.success,
      allowed: allowedBy(inner),
      fields: inner instanceof z.ZodObject ? fieldsOf(inner) : [],
    };
  });

/** The bounds of a value in words. */
function allowedBy(schema: z.ZodType): string {
  const {
    type,
    enum: values,
    const: only,
    minimum,
    maximum,
    minLength,
    maxLength,
    minItems,
    maxItems,
    pattern,
    format,
  } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  if (only !== undefined) return `\`${only}\``;
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (format === 'date-time') return 'a UTC time';
  const range = (least: unknown, most: unknown) => `${least ?? 0} to ${most}`;
  if (type === 'integer') return `a whole number, ${range(minimum, maximum)}`;
  if (type === 'number') return `a number, ${range(minimum, maximum)}`;
  if (type === 'array') return `a list of ${range(minItems, maxItems)}`;
  if (type === 'string' && maxLength !== undefined) return `${range(minLength, maxLength)} characters`;
  if (type === 'string' && pattern) return 'a name';
  return type === 'object' ? 'a group of fields' : 'a text';
}

/** How the field at `path` may stand in the file, such as `epsilon: 4`. */
export function exampleOf(path: readonly PropertyKey[]): string | undefined {
  const schema = schemaAt(path);
  const example = schema && noteOf(schema)?.example;
  const field = path.at(-1);
  return example && typeof field === 'string' ? `${field}: ${example}` : undefined;
}

/** Every name of a field, and the group it belongs to. */
const fieldGroups: readonly { readonly group: string; readonly fields: readonly string[] }[] = [
  { group: 'the study', fields: Object.keys(studyFileSchema.shape) },
  { group: 'rounds of the kind "candidates"', fields: Object.keys(roundSchemas.candidates.shape) },
  { group: 'rounds of the kind "fragments"', fields: Object.keys(roundSchemas.fragments.shape) },
  { group: 'the sources of the pool', fields: Object.keys(poolSourceSchema.shape) },
  ...(['controller', 'budgets', 'laterRounds'] as const).map((field) => ({
    group: field,
    fields: Object.keys((unwrap(studyFileSchema.shape[field]) as z.ZodObject).shape),
  })),
];

/** What to do about a field that does not exist where it stands. */
export function adviceFor(field: string): string {
  const owner = fieldGroups.find(({ fields }) => fields.includes(field));
  if (owner) return `"${field}" belongs to ${owner.group}: move it there (check its indentation), or remove it`;
  const known = [...new Set(fieldGroups.flatMap(({ fields }) => fields))];
  const near = known
    .map((name) => ({ name, distance: editDistance(field.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  if (near && near.distance <= (field.length < 5 ? 1 : 2)) return `did you mean "${near.name}"?`;
  return 'remove it or correct its name';
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] as number) + 1, (current[j - 1] as number) + 1));
    }
    previous = current;
  }
  return previous.at(-1) as number;
}
