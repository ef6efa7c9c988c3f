import { type PublicKey, publicKeySchema } from '../../core/protocol/signed.ts';
import { type Study, type Study2, study1Schema, study2Schema } from '../../core/protocol/study.ts';
import { fewestReports, mostReleasesOf, statedQuestions } from './questions.ts';
import type { StudyFolder } from './study-folder.ts';
import { modelOf } from './study-model.ts';
import { StudyFolderError } from './study-problem.ts';

/** Times in one spelling, so that they compare as strings. */
export const utcTime = (time: string | number): string => new Date(time).toISOString();

/** Stands for the key in a document that nobody signs: a study that is only looked at has none. */
export const noKey = publicKeySchema.parse('A'.repeat(43));

/** Long enough to look at a result twice, and to notice an error in it. */
const usualRetentionDays = 30;

/** Most entries of `questions` in a study document. */
const mostQuestions = 20;

/**
 * The document of a study that is not published yet: what volunteers consent to.
 *
 * @throws {StudyFolderError} when its rounds differ in too many ways
 */
export function studyDocument(
  folder: StudyFolder,
  publicKey: PublicKey,
  corrects: Study2['corrects'] = null,
  questions = statedQuestions(folder.rounds),
): Study2 {
  const { study, rounds, problemAt } = folder;
  const {
    rounds: _entries,
    corrects: _name,
    model: _model,
    pool: _pool,
    slots: _slots,
    endsAt,
    releases,
    retentionDays,
    ...words
  } = study;
  const { id, sha256 } = modelOf(study);
  if (questions.length > mostQuestions) {
    const message = `expected at most ${mostQuestions} rounds that ask in different ways (kind, number of texts, epsilon, drafts or days), found ${questions.length}; give more of them the same bounds`;
    throw new StudyFolderError([problemAt(['rounds'], message)]);
  }
  return study2Schema.parse({
    ...words,
    format: 'data-donor/study/2',
    endsAt: utcTime(endsAt),
    publicKey,
    model: { id, sha256 },
    questions,
    releases: releases ?? mostReleasesOf(rounds),
    retentionDays: retentionDays === undefined ? usualRetentionDays : retentionDays,
    minimumReports: fewestReports(rounds),
    participation: 'open',
    corrects,
  });
}

/** What the folder of a published study says now, in the form in which the study was published. */
export function sameDocument(folder: StudyFolder, published: Study, corrects: Study2['corrects']): Study {
  const stated = published.format === 'data-donor/study/2' ? published.questions : undefined;
  const made = studyDocument(folder, published.publicKey, corrects, stated);
  // The best model for its languages may be another one by now; only a name in the study file asks for that one.
  const document = folder.study.model === undefined ? { ...made, model: published.model } : made;
  // Rounds that were added later ask nothing new of volunteers.
  if (published.format === 'data-donor/study/2') {
    const { questions, minimumReports } = published;
    const { releases = published.releases, retentionDays = published.retentionDays } = folder.study;
    return { ...document, questions, minimumReports, releases, retentionDays };
  }
  const { name, title, summary, consent, privacyPolicy, controller, withdrawal, endsAt, publicKey } = document;
  return study1Schema.parse({
    format: published.format,
    ...{ name, title, summary, consent, privacyPolicy, controller, withdrawal, endsAt, publicKey },
    model: document.model,
    questions: published.questions,
    cohorts: 1,
    participation: document.participation,
  });
}
