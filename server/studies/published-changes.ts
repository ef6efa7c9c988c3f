import { embeddingBytes } from '../../core/embedding/batch.ts';
import { modelNamed } from '../../core/embedding/model.ts';
import type { Sha256 } from '../../core/ids.ts';
import { canonicalBytes } from '../../core/protocol/canonical-json.ts';
import { questionsOf } from '../../core/protocol/consent.ts';
import { budgetsOf, type Study } from '../../core/protocol/study.ts';
import { encodeTexts } from '../../core/protocol/texts.ts';
import type { Batch, StoredRound, StoredStudy } from '../store/publication-store.ts';
import { brokenBounds } from './consent-bounds.ts';
import { mechanismFor, questionOf } from './questions.ts';
import { roundManifest } from './round-manifest.ts';
import { utcTime } from './study-document.ts';
import type { StudyFolder } from './study-folder.ts';
import { modelProblems } from './study-model.ts';
import type { StudyProblem } from './study-problem.ts';

const equal = (a: unknown, b: unknown): boolean =>
  Buffer.from(canonicalBytes(a)).equals(Buffer.from(canonicalBytes(b)));

/**
 * Every field of a published study that the folder would change. Volunteers consented to the published words, and its
 * rounds are a signed log that only grows (P9).
 *
 * @param document what the folder would publish now
 * @param texts of each round of the folder
 */
export function publishedChanges(
  published: StoredStudy,
  document: Study,
  folder: StudyFolder,
  texts: readonly Batch[],
): StudyProblem[] {
  const advice =
    'is published and cannot change: volunteers consented to it. Publish the new version under another name';
  const before: Record<string, unknown> = { ...published.signed.document };
  const after: Record<string, unknown> = { ...document };
  const fields = Object.keys(before).filter((field) => !equal(before[field], after[field]));
  const problems = fields.map((field) => folder.problemAt([field], `this ${advice}`));
  const { model } = published.signed.document;
  if (!modelNamed(model)) {
    const message = `this study was published for the model ${model.id}, which this program does not carry`;
    problems.push(folder.problemAt([], message));
  }
  published.rounds.forEach((round, i) => {
    const textHash = texts[i]?.sha256;
    if (textHash === undefined) problems.push(folder.problemAt(['rounds'], `round ${i + 1} ${advice}`));
    else if (!isSameRound(round, published.signed.document, folder, i, textHash))
      problems.push(folder.problemAt(['rounds', i], `this round ${advice}`));
  });
  return problems;
}

function isSameRound(
  { signed }: StoredRound,
  published: Study,
  { study, rounds }: StudyFolder,
  i: number,
  textHash: Sha256,
): boolean {
  const { document } = signed;
  const entry = rounds[i];
  if (!entry) return false;
  const placement = {
    study: document.study,
    sequence: document.sequence,
    previous: document.previous,
    opensAt: document.opensAt,
    closesAt: utcTime(entry.closesAt ?? study.endsAt),
    texts: { sha256: textHash, count: entry.list.length },
    // The same texts and the same model give the same meaning; their bytes may differ in the last bit between
    // processors.
    embeddings: document.kind === 'candidates' ? document.embeddings : undefined,
  };
  try {
    return equal(document, roundManifest(entry, placement, published));
  } catch {
    return false;
  }
}

/**
 * What keeps the rounds from number `first` on, the new ones, from being published at `now` under a consent to
 * `document`.
 */
export function newRoundProblems(folder: StudyFolder, document: Study, first: number, now: number): StudyProblem[] {
  const { study, rounds, problemAt } = folder;
  const past = `expected a time in the future (now it is ${utcTime(now)})`;
  const model = modelNamed(document.model);
  const problems = model ? modelProblems(folder, model, first) : [];
  const { leastEpsilon, bytes: mostBytes } = budgetsOf(document);
  const questions = questionsOf(document);
  if (first < rounds.length && Date.parse(study.endsAt) <= now) problems.push(problemAt(['endsAt'], past));
  rounds.forEach((round, i) => {
    if (i < first) return;
    if (round.closesAt !== undefined && Date.parse(round.closesAt) <= now) {
      problems.push(problemAt(['rounds', i, 'closesAt'], past));
    }
    if (round.epsilon < leastEpsilon) {
      const advice = `expected at least the least epsilon of the study's budgets (${leastEpsilon})`;
      problems.push(problemAt(['rounds', i, 'epsilon'], advice));
    }
    const bytes = batchBytes(round, model?.dimensions ?? 0);
    if (bytes > mostBytes) {
      const advice = `these texts make ${bytes} bytes, and the study's budgets allow ${mostBytes} in one donation`;
      problems.push(problemAt(['rounds', i, 'texts'], advice));
    }
    problems.push(...cohortProblems(folder, i, document.cohorts));
    const asked = {
      ...questionOf(round),
      textCount: round.list.length,
      mechanism: mechanismFor(round, round.list.length),
    };
    for (const { field, message } of brokenBounds(questions, asked, round.epsilon)) {
      const advice = `${message}. To ask more, publish a study of another name, or declare laterRounds before publishing`;
      problems.push(problemAt(['rounds', i, field], advice));
    }
  });
  return problems;
}

/** What a device fetches for a round. */
const batchBytes = ({ kind, list }: StudyFolder['rounds'][number], dimensions: number): number =>
  encodeTexts(list).length + (kind === 'candidates' ? embeddingBytes(list.length, dimensions) : 0);

function cohortProblems({ rounds, problemAt }: StudyFolder, i: number, cohorts: number): StudyProblem[] {
  if (!rounds[i]?.cohorts?.some((cohort) => cohort >= cohorts)) return [];
  const advice = `expected numbers below the study's number of cohorts (${cohorts}), counted from 0`;
  return [problemAt(['rounds', i, 'cohorts'], advice)];
}
