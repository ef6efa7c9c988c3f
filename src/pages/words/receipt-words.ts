import type { RoundManifest } from '../../../core/protocol/manifest.ts';
import { oddsInWords } from '../../../core/words/odds.ts';
import { speaker } from '../../language/say.ts';
import type { ReceiptView } from '../device/read-receipts.ts';
import { groupsOf } from './groups.ts';
import { reasonInWords } from './reasons.ts';
import { answerInWords, votedAnswers } from './votes.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** What became of a report, in sentences for the volunteer whose it is; with the true answer, if it is still known. */
export function receiptInWords(view: ReceiptView): readonly string[] {
  const { outcome, body, reason } = view.receipt;
  const why = reason === null ? [] : [reasonInWords(reason)];
  const end = outcome === 'cancelled' ? ['You cancelled it.'] : outcome === 'refused' ? ['The server refused it.'] : [];
  if (body === null) return [...end, 'Nothing left this device.', ...why];
  return [...end, ...why, ...sentInWords(view, body)];
}

function sentInWords({ receipt, round, texts }: ReceiptView, body: string): string[] {
  const { trueAnswer, oddsTrue } = receipt;
  const quoted = (answer: number, of: RoundManifest) =>
    answerInWords(answer, texts, of).replace(/^none of these$/, '“none of these”');
  const voted = round && votedAnswers(body, round)?.map((answer) => quoted(answer, round));
  const truth =
    trueAnswer === null
      ? 'The truth is deleted, because the draft that it came from was forgotten.'
      : round
        ? ended(`The truth was ${quoted(trueAnswer, round)}`)
        : 'The texts of this round are no longer kept on this device.';
  return [
    voted ? ended(`You sent ${voted.length === 1 ? voted[0] : `${voted.length} answers: ${list.format(voted)}`}`) : '',
    truth,
    `The study sees only the vote. It holds the true answer ${oddsInWords(speaker, oddsTrue)}.`,
  ].filter((sentence) => sentence !== '');
}

/** A text that is quoted at the end may bring its own full stop. */
const ended = (sentence: string): string => (/[.!?…]”$/.test(sentence) ? sentence : `${sentence}.`);

/** Receipts as groups of one study, in the order in which each study comes first. */
export function receiptsByStudy(views: readonly ReceiptView[]) {
  const groups = groupsOf(views, ({ receipt }) => receipt.study);
  return Array.from(groups, ([study, receipts]) => ({ study, title: receipts[0]?.receipt.studyTitle, receipts }));
}
