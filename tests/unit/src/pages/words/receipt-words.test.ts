import { expect, test } from 'vitest';
import type { RoundId, StudyId } from '../../../../../core/ids.ts';
import { encodeVote } from '../../../../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../../../../core/protocol/base64url.ts';
import type { ReceiptView } from '../../../../../src/pages/device/read-receipts.ts';
import { receiptsByStudy, sentVote } from '../../../../../src/pages/words/receipt-words.ts';
import { mechanism, round } from './two-phrases.ts';

const sent = (id: number) =>
  JSON.stringify({
    round: 'c'.repeat(64),
    vote: encodeBase64Url(encodeVote([id], mechanism)),
    nonce: encodeBase64Url(new Uint8Array(16)),
  });
const view = (changes: Partial<ReceiptView['receipt']>, others: Partial<ReceiptView> = {}): ReceiptView => ({
  receipt: {
    study: 'a'.repeat(64) as StudyId,
    round: 'c'.repeat(64) as RoundId,
    server: 'https://study.example',
    studyTitle: 'Greetings',
    roundTitle: 'Two phrases',
    epsilon: 0.5,
    oddsTrue: 0.73,
    trueAnswer: 0,
    drafts: [],
    body: sent(1),
    outcome: 'sent',
    finishedAt: 1,
    reason: null,
    ...changes,
  },
  round,
  texts: ['good morning', 'good night'],
  ...others,
});

const goodNight = { kind: 'text', text: 'good night' } as const;

test('a sent report says what was sent and what was true', () => {
  expect(sentVote(view({}))).toEqual({
    sent: [goodNight],
    truth: { kind: 'other', answer: { kind: 'text', text: 'good morning' } },
  });
  expect(sentVote(view({ body: sent(2), trueAnswer: 2 }))).toEqual({
    sent: [{ kind: 'none' }],
    truth: { kind: 'same' },
  });
});

test('what is no longer known is not said', () => {
  expect(sentVote(view({ trueAnswer: null }))).toEqual({ sent: [goodNight], truth: { kind: 'forgotten' } });
  expect(sentVote(view({}, { round: undefined, texts: undefined }))).toEqual({
    sent: undefined,
    truth: { kind: 'unknown' },
  });
  expect(sentVote(view({ body: 'unreadable' }))?.sent).toBeUndefined();
});

test('what never left says nothing of a vote', () => {
  expect(sentVote(view({ outcome: 'cancelled', body: null }))).toBeUndefined();
});

test('receipts become groups of one study, in the order in which the studies come', () => {
  const other = 'd'.repeat(64) as StudyId;
  const views = [view({}), view({ study: other, studyTitle: 'Journeys' }), view({})];
  expect(receiptsByStudy(views).map(({ title, receipts }) => [title, receipts.length])).toEqual([
    ['Greetings', 2],
    ['Journeys', 1],
  ]);
});
