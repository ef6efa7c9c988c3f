import { type EmbeddingModel, englishModel, foreignTo, modelFor, models } from '../../core/embedding/model.ts';
import { otherLanguage } from '../../core/language-detection.ts';
import { languagesInEnglish } from '../language/english.ts';
import type { StudyFile } from './study-file.ts';
import type { RoundOfFolder, StudyFolder } from './study-folder.ts';
import type { StudyProblem } from './study-problem.ts';

/** The model that a study file names, or the best one for its languages; some model stands in any case. */
export const modelOf = ({ model, languages }: Pick<StudyFile, 'model' | 'languages'>): EmbeddingModel =>
  models.find(({ id }) => id === model) ?? modelFor(languages) ?? englishModel;

/** From this share of a round's candidates on, and not below this number, another language is no accident. */
const otherShare = 0.2;
const fewestOther = 3;

/**
 * Why the new candidate rounds of a study cannot be asked with its model.
 *
 * @param model the one that the study names, or will name
 * @param first number of rounds that are published already
 */
export function modelProblems(
  { study, rounds, problemAt }: StudyFolder,
  model: EmbeddingModel,
  first: number,
): StudyProblem[] {
  const asked = rounds.flatMap((round, i) => (i >= first && round.kind === 'candidates' ? [{ round, i }] : []));
  if (asked.length === 0) return [];
  const foreign = foreignTo(model, study.languages);
  if (foreign.length > 0) return [problemAt(['languages'], foreignInWords(model, study.languages, foreign))];
  return asked.flatMap(({ round, i }) => {
    const { found, count } = otherLanguages(round, model);
    if (count < Math.max(fewestOther, otherShare * round.list.length)) return [];
    const message = `${count} of these ${round.list.length} texts look like ${languagesInEnglish(found)}, and the model ${model.id} understands ${languagesInEnglish(model.languages)} only; remove them, or declare their languages and a model that understands them`;
    return [problemAt(['rounds', i, 'texts'], message)];
  });
}

function foreignInWords(model: EmbeddingModel, languages: readonly string[], foreign: readonly string[]): string {
  const better = modelFor(languages);
  const advice = better
    ? `name the model ${better.id}, which understands all of the study's languages`
    : 'no model here understands all of the study’s languages; ask about fragments instead, or leave those languages out';
  return `the model ${model.id} understands ${languagesInEnglish(model.languages)} only, so that drafts and candidates in ${languagesInEnglish(foreign)} would be matched by chance; ${advice}`;
}

/** Languages of candidates that their model does not understand, and the number of these candidates. */
function otherLanguages({ list }: RoundOfFolder, model: EmbeddingModel): { found: string[]; count: number } {
  const found = list.flatMap((text) => otherLanguage(text, model.languages) ?? []);
  return { found: [...new Set(found)], count: found.length };
}
