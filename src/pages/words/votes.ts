import { readFragmentAnswer } from '../../../core/privacy/prevalence.ts';
import { decodeVote } from '../../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../../core/protocol/manifest.ts';
import { reportSchema } from '../../../core/protocol/report.ts';
import { isPrevalence, voteShape } from '../../../core/protocol/votes.ts';
import { say } from '../../language/say.ts';

/**
 * Words of the answer with this id: a text, or "none" after the last one; in a prevalence poll no or yes to one text.
 */
export function answerInWords(id: number, texts: readonly string[] | undefined, round: RoundManifest): string {
  if (isPrevalence(round)) {
    const { fragment, answer } = readFragmentAnswer(id);
    return say(answer === 1 ? 'home_answer_yes' : 'home_answer_no', { text: textInWords(fragment, texts, round) });
  }
  return id === round.texts.count ? say('home_answer_none') : textInWords(id, texts, round);
}

function textInWords(index: number, texts: readonly string[] | undefined, { texts: { count } }: RoundManifest): string {
  const text = texts?.[index];
  return text === undefined
    ? say('home_answer_number', { number: index + 1, count })
    : say('home_answer_text', { text });
}

/** Numbers of the answers that the sent `body` names; undefined when the body does not fit `round`. */
export function votedAnswers(body: string, round: RoundManifest): readonly number[] | undefined {
  try {
    return decodeVote(decodeBase64Url(reportSchema.parse(JSON.parse(body)).vote), voteShape(round));
  } catch {
    return undefined;
  }
}
