import type { z } from 'zod';
import { type StudyFile, studyFileSchema } from './study-file.ts';

type Issue = z.core.$ZodIssue;

/** What stands in the place of a field that is wrong or missing; it gives rise to no problem of its own. */
const round = { kind: 'candidates', title: '-', texts: '-.txt', epsilon: 4, minSimilarity: 0.5 };
const standIn = {
  name: 'study',
  title: '-',
  summary: '-',
  consent: ['-'],
  privacyPolicy: ['-'],
  controller: { name: '-', contact: '---' },
  withdrawal: '-',
  endsAt: '9999-12-31T00:00:00Z',
  laterRounds: { fewestTexts: 1, epsilon: 8, recentDrafts: 500, windowDays: 30 },
  pool: [{ texts: '-.txt', declared: 'synthetic' }],
  rounds: [round],
};

/** Wrong fields hide others: those of a round of no kind, for instance, or of a group that is a list. */
const mostPasses = 6;

/**
 * Checks a study file, and goes on checking with something sound in the place of what is wrong, so that every problem
 * is found in one go.
 *
 * @returns the study as it is when nothing is wrong; a mended one, or none, beside issues
 */
export function mended(value: unknown): { readonly study: StudyFile | undefined; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const known = new Set<string>();
  const root = { study: structuredClone(value) };
  for (let pass = 0; pass < mostPasses; pass++) {
    const parsed = studyFileSchema.safeParse(root.study);
    if (parsed.success) return { study: parsed.data, issues };
    for (const issue of parsed.error.issues) {
      const key = JSON.stringify([issue.code, issue.path, issue.code === 'unrecognized_keys' ? issue.keys : null]);
      if (!known.has(key)) issues.push(issue);
      known.add(key);
      mend(root, issue);
    }
  }
  return { study: undefined, issues };
}

type Group = Record<PropertyKey, unknown>;
const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null;

function mend(root: { study: unknown }, issue: Issue): void {
  const path: readonly PropertyKey[] = ['study', ...issue.path];
  const parent = path.slice(0, -1).reduce<unknown>((value, part) => (isGroup(value) ? value[part] : undefined), root);
  const field = path.at(-1) as PropertyKey;
  if (!isGroup(parent)) return;
  if (issue.code === 'unrecognized_keys') {
    const group = parent[field];
    if (isGroup(group)) for (const key of issue.keys) delete group[key];
    return;
  }
  const sound = issue.path.reduce<unknown>(
    (value, part) => (isGroup(value) ? value[typeof part === 'number' ? 0 : part] : undefined),
    standIn,
  );
  if (sound !== undefined && !(field === 'kind' && issue.path.length === 1)) {
    parent[field] = structuredClone(field === 'kind' ? kindOf(parent) : sound);
  } else delete parent[field];
}

/** The kind that the other fields of a round tell of. */
const kindOf = (entry: Group): string =>
  ['minSimilarity', 'answerRule', 'recentDrafts'].some((field) => field in entry) ? 'candidates' : 'fragments';
