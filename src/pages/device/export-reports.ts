import { say } from '../../language/say.ts';
import { listCharges } from '../../ledger/ledger-store.ts';
import { waitingReports } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { capsOf, readSettings } from '../../storage/settings-store.ts';
import { reasonInWords } from '../words/reasons.ts';
import { answerInWords, answerOf, votedAnswers } from '../words/votes.ts';
import { type ReceiptView, readReceipts } from './read-receipts.ts';
import { roundTitle, studyTitle } from './titles.ts';

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

/**
 * All that the extension knows about the volunteer's reports, as one JSON document (docs/data-dictionary.md): what the
 * pages "Receipts" and "Privacy" show, and no more. Of a report that waits, it holds neither vote nor answer (P8).
 */
export async function exportReports(database: Database, now: number): Promise<string> {
  const charges = await listCharges(database);
  const waiting = await waitingReports(database);
  const receipts = await readReceipts(database);
  const document = {
    format: 'data-donor/export/1',
    exportedAt: time(now),
    ledger: {
      caps: capsOf(await readSettings(database)),
      charges: await Promise.all(
        charges.map(async ({ sequence, study, round, epsilon, at }) => ({
          sequence,
          at: time(at),
          study,
          studyTitle: (await studyTitle(database, study)).words,
          round,
          roundTitle: (await roundTitle(database, study, round)).words,
          epsilon,
        })),
      ),
    },
    waiting: waiting.map(({ sendAt, closesAt, ...shown }) => ({
      ...shown,
      sendAt: time(sendAt),
      closesAt: time(closesAt),
    })),
    receipts: receipts.map(exportReceipt),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function exportReceipt({ receipt, round, texts }: ReceiptView) {
  const { body, trueAnswer, drafts: _drafts, finishedAt, reason, ...shown } = receipt;
  const why = reason === null ? null : reasonInWords(reason);
  const finished = { ...shown, reason: why, finishedAt: time(finishedAt), body };
  if (body === null) return finished;
  const inWords = (answer: number): string =>
    round ? answerInWords(answerOf(answer, texts, round)) : say('export_answer_number', { answer });
  return {
    ...finished,
    vote: round ? (votedAnswers(body, round)?.map(inWords) ?? null) : null,
    /** Null once the draft it came from is forgotten. */
    trueAnswer: trueAnswer === null ? null : inWords(trueAnswer),
  };
}
