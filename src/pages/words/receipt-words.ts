import type { ReceiptView } from '../device/read-receipts.ts';
import { groupsOf } from './groups.ts';
import { type Answer, answerOf, votedAnswers } from './votes.ts';

/** What the volunteer can be told of a vote that left, in parts that a sentence puts together. */
export interface SentVote {
  /** The answers that the vote named; undefined when the device no longer keeps what they mean. */
  readonly sent: readonly Answer[] | undefined;
  /** The true answer, that it is the one that was sent, or why it is not known. */
  readonly truth:
    | { readonly kind: 'same' | 'forgotten' | 'unknown' }
    | { readonly kind: 'other'; readonly answer: Answer };
}

/** What a receipt says of the vote; undefined when nothing left the device. */
export function sentVote({ receipt, round, texts }: ReceiptView): SentVote | undefined {
  const { body, trueAnswer } = receipt;
  if (body === null) return undefined;
  const voted = round && votedAnswers(body, round);
  const sent = round && voted?.map((answer) => answerOf(answer, texts, round));
  if (trueAnswer === null) return { sent, truth: { kind: 'forgotten' } };
  if (!round) return { sent, truth: { kind: 'unknown' } };
  if (voted?.length === 1 && voted[0] === trueAnswer) return { sent, truth: { kind: 'same' } };
  return { sent, truth: { kind: 'other', answer: answerOf(trueAnswer, texts, round) } };
}

/** Receipts as groups of one study, in the order in which each study comes first. */
export function receiptsByStudy(views: readonly ReceiptView[]) {
  const groups = groupsOf(views, ({ receipt }) => receipt.study);
  return Array.from(groups, ([study, receipts]) => ({ study, title: receipts[0]?.receipt.studyTitle ?? '', receipts }));
}
