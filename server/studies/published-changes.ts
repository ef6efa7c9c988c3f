import type { Sha256 } from '../../core/ids.ts';
import { canonicalBytes } from '../../core/protocol/canonical-json.ts';
import type { Study } from '../../core/protocol/study.ts';
import type { Batch, StoredRound, StoredStudy } from '../store/publication-store.ts';
import { includes, questionOf } from './questions.ts';
import { roundManifest } from './round-manifest.ts';
import { utcTime } from './study-document.ts';
import type { StudyFolder } from './study-folder.ts';
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
  const before = published.signed.document;
  const fields = (Object.keys(before) as (keyof Study)[]).filter((field) => !equal(before[field], document[field]));
  const problems = fields.map((field) =>
    field === 'model'
      ? folder.problemAt(
          [],
          `this study was published for the model ${before.model.id}, which this program does not carry`,
        )
      : folder.problemAt([field], `this ${advice}`),
  );
  published.rounds.forEach((round, i) => {
    const textHash = texts[i]?.sha256;
    if (textHash === undefined) problems.push(folder.problemAt(['rounds'], `round ${i + 1} ${advice}`));
    else if (!isSameRound(round, folder, i, textHash))
      problems.push(folder.problemAt(['rounds', i], `this round ${advice}`));
  });
  return problems;
}

function isSameRound({ signed }: StoredRound, { study, rounds }: StudyFolder, i: number, textHash: Sha256): boolean {
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
    return equal(document, roundManifest(entry, placement));
  } catch {
    return false;
  }
}

/**
 * What keeps the rounds from number `first` on, the new ones, from being published at `now` under a consent to
 * `questions`.
 */
export function newRoundProblems(
  folder: StudyFolder,
  questions: Study['questions'],
  first: number,
  now: number,
): StudyProblem[] {
  const { study, rounds, problemAt } = folder;
  const past = `expected a time in the future (now it is ${utcTime(now)})`;
  const problems: StudyProblem[] = [];
  if (first < rounds.length && Date.parse(study.endsAt) <= now) problems.push(problemAt(['endsAt'], past));
  rounds.forEach((round, i) => {
    if (i < first) return;
    if (round.closesAt !== undefined && Date.parse(round.closesAt) <= now) {
      problems.push(problemAt(['rounds', i, 'closesAt'], past));
    }
    if (!questions.some((question) => includes(question, questionOf(round)))) {
      problems.push(
        problemAt(
          ['rounds', i],
          'this round asks more than the published study (another kind, fewer texts, a larger epsilon, fewer reports, or so many texts that a vote names more of them), and ' +
            'volunteers did not consent to that. Publish it under another name',
        ),
      );
    }
  });
  return problems;
}
