import { decodeVote } from '../../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../../core/protocol/base64url.ts';
import type { RoundManifest } from '../../../core/protocol/manifest.ts';
import { reportSchema } from '../../../core/protocol/report.ts';

/** Words of answer number `index`; "none" is the number after the last text. */
export function answerInWords(index: number, texts: readonly string[] | undefined, round: RoundManifest): string {
  if (index === round.texts.count) return 'none of these';
  const text = texts?.[index];
  return text === undefined ? `text number ${index + 1} of ${round.texts.count}` : `“${text}”`;
}

/** Numbers of the answers that the sent `body` names; undefined when the body does not fit `round`. */
export function votedAnswers(body: string, round: RoundManifest): readonly number[] | undefined {
  try {
    return decodeVote(decodeBase64Url(reportSchema.parse(JSON.parse(body)).vote), round.mechanism);
  } catch {
    return undefined;
  }
}
