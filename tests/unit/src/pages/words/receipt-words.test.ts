import { expect, test } from 'vitest';
import type { RoundId, StudyId } from '../../../../../core/ids.ts';
import { encodeVote } from '../../../../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../../../../core/protocol/base64url.ts';
import type { ReceiptView } from '../../../../../src/pages/device/read-receipts.ts';
import { receiptInWords, receiptsByStudy } from '../../../../../src/pages/words/receipt-words.ts';
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
const words = (...of: Parameters<typeof view>) => receiptInWords(view(...of)).join(' ');
const hidden = 'The study sees only the vote. It holds the true answer about 73 times in 100.';

test('a sent report says what was sent, what was true, and that nobody can tell', () => {
  expect(words({})).toBe(`You sent “good night”. The truth was “good morning”. ${hidden}`);
  expect(words({ body: sent(2), trueAnswer: 2 })).toBe(
    `You sent “none of these”. The truth was “none of these”. ${hidden}`,
  );
});

test('a text that ends with a full stop gets no second one', () => {
  const texts = ['Good morning!', 'Good night.'];
  expect(words({}, { texts })).toBe(`You sent “Good night.” The truth was “Good morning!” ${hidden}`);
});

test('what is no longer known is not said', () => {
  expect(words({ trueAnswer: null })).toBe(
    `You sent “good night”. The truth is deleted, because the draft that it came from was forgotten. ${hidden}`,
  );
  expect(words({}, { round: undefined, texts: undefined })).toBe(
    `The texts of this round are no longer kept on this device. ${hidden}`,
  );
});

test('what was cancelled or refused says so, with the reason', () => {
  expect(words({ outcome: 'cancelled', body: null })).toBe('You cancelled it. Nothing left this device.');
  expect(words({ outcome: 'cancelled', reason: { key: 'reason_report_on_its_way' } })).toContain(
    'may have received it.',
  );
  expect(words({ outcome: 'refused', reason: { key: 'reason_report_closed' } })).toBe(
    `The server refused it. This question has closed and takes no more reports. You sent “good night”. The truth was “good morning”. ${hidden}`,
  );
});

test('receipts become groups of one study, in the order in which the studies come', () => {
  const other = 'd'.repeat(64) as StudyId;
  const views = [view({}), view({ study: other, studyTitle: 'Journeys' }), view({})];
  expect(receiptsByStudy(views).map(({ title, receipts }) => [title, receipts.length])).toEqual([
    ['Greetings', 2],
    ['Journeys', 1],
  ]);
});
