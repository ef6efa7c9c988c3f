import { expect, test } from 'vitest';
import type { z } from 'zod';
import { roundManifestSchema } from '../../../../core/protocol/manifest.ts';
import { studySchema } from '../../../../core/protocol/study.ts';
import { textsSchema } from '../../../../core/protocol/texts.ts';
import { signStudy } from '../../../../harness/signed-study.ts';

// What a device reads: whatever a server signs, no field of it can show other words than it holds.

const { signed, rounds } = await signStudy({ rounds: ['candidates', 'fragments'] });
const { languages, kind, laterRounds, budgets, releases, minimumReports, retentionDays, corrects, ...described } =
  signed.document as Extract<typeof signed.document, { format: 'data-donor/study/2' }>;

const documents: readonly (readonly [name: string, schema: z.ZodType, document: unknown])[] = [
  ['study 2', studySchema, signed.document],
  [
    'study 1',
    studySchema,
    {
      ...described,
      format: 'data-donor/study/1',
      questions: [{ kind: 'fragments', fewestTexts: 2, epsilon: 4, minimumReports: 50 }],
      cohorts: 1,
    },
  ],
  ...rounds.map(({ signed: { document } }) => [`round of ${document.kind}`, roundManifestSchema, document] as const),
  ['texts', textsSchema, ['a picnic at the lake', 'a cake']],
];

/** Every place of a document that holds a string. */
function stringsIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'string') return [path];
  if (Array.isArray(value)) return value.flatMap((each, i) => stringsIn(each, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => stringsIn(each, [...path, name]));
}

/** The document with `character` in the middle of one string. */
function withCharacter(document: unknown, path: readonly (string | number)[], character: string): unknown {
  const changed = structuredClone({ document });
  let place = changed as Record<string | number, unknown>;
  const way = ['document', ...path];
  for (const step of way.slice(0, -1)) place = place[step] as typeof place;
  const last = way.at(-1) as string;
  const text = String(place[last]);
  place[last] = `${text.slice(0, 2)}${character}${text.slice(2)}`;
  return changed.document;
}

test.each(documents)(
  'every string of a %s refuses characters that hide or turn what follows',
  (_, schema, document) => {
    expect(schema.safeParse(document).success).toBe(true);
    const places = stringsIn(document);
    expect(places.length).toBeGreaterThan(1);
    const accepted = places.flatMap((path) =>
      ['\u202e', '\u2066', '\u200f', '\u0007', '\u200b', '\u2028', '\ud83d']
        .filter((character) => schema.safeParse(withCharacter(document, path, character)).success)
        .map((character) => `${path.join('.')}: ${JSON.stringify(character)}`),
    );
    expect(accepted).toEqual([]);
  },
);
