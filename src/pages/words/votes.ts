import { readFragmentAnswer } from '../../../core/privacy/prevalence.ts';
import { decodeVote } from '../../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../../core/protocol/manifest.ts';
import { reportSchema } from '../../../core/protocol/report.ts';
import { isPrevalence, voteShape } from '../../../core/protocol/votes.ts';
import { say } from '../../language/say.ts';

/** An answer of a round: one of its texts, in a prevalence poll yes or no to one, or none. */
export type Answer =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'text' | 'yes' | 'no' } & (
      | { readonly text: string }
      /** The device no longer keeps the text. */
      | { readonly number: number; readonly count: number }
    ));

/** What the answer with this id says: its text, or "none" after the last one; in a prevalence poll no or yes to one. */
export function answerOf(id: number, texts: readonly string[] | undefined, round: RoundManifest): Answer {
  const { count } = round.texts;
  const textOf = (index: number) => {
    const text = texts?.[index];
    return text === undefined ? { number: index + 1, count } : { text };
  };
  if (isPrevalence(round)) {
    const { fragment, answer } = readFragmentAnswer(id);
    return { kind: answer === 1 ? 'yes' : 'no', ...textOf(fragment) };
  }
  return id === count ? { kind: 'none' } : { kind: 'text', ...textOf(id) };
}

export const yesOrNo = { yes: 'home_answer_yes', no: 'home_answer_no' } as const;

/** An answer where only text can stand. */
export function answerInWords(answer: Answer): string {
  if (answer.kind === 'none') return say('home_answer_none');
  const text = 'text' in answer ? say('quoted', { words: answer.text }) : say('home_answer_number', answer);
  return answer.kind === 'text' ? text : say(yesOrNo[answer.kind], { text });
}

/** Numbers of the answers that the sent `body` names; undefined when the body does not fit `round`. */
export function votedAnswers(body: string, round: RoundManifest): readonly number[] | undefined {
  try {
    return decodeVote(decodeBase64Url(reportSchema.parse(JSON.parse(body)).vote), voteShape(round));
  } catch {
    return undefined;
  }
}
