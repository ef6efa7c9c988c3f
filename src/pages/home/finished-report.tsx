import type { ReceiptView } from '../device/read-receipts.ts';
import { epsilonInWords, oddsInWords } from '../words/odds.ts';
import { momentInWords } from '../words/time.ts';
import { answerInWords, votedAnswers } from '../words/votes.ts';

const outcomes = {
  sent: { tag: 'sent', time: 'Sent' },
  cancelled: { tag: 'cancelled', time: 'Cancelled' },
  refused: { tag: 'refused', time: 'Refused' },
} as const;

/** What became of one report: for what left the device its exact bytes, the vote and the answer beside it. */
export function FinishedReport({ view }: { readonly view: ReceiptView }) {
  const { receipt, round, texts } = view;
  const { tag, time } = outcomes[receipt.outcome];
  const title = `receipt-${receipt.round}`;
  const noisyVote = receipt.body !== null && round ? votedAnswers(receipt.body, round) : undefined;
  return (
    <article class="card stack-s" aria-labelledby={title}>
      <div class="heading-row">
        <h3 id={title}>{receipt.roundTitle}</h3>
        <span class={`tag tag-${tag}`}>{tag}</span>
      </div>
      <p class="muted">{receipt.studyTitle}</p>
      <dl class="facts facts-short">
        <div>
          <dt>{time}</dt>
          <dd class="figure">{momentInWords(receipt.finishedAt)}</dd>
        </div>
        {receipt.reason !== null && (
          <div>
            <dt>Reason</dt>
            <dd>{receipt.reason}</dd>
          </div>
        )}
        {receipt.body === null ? (
          <div>
            <dt>Left this device</dt>
            <dd>Nothing</dd>
          </div>
        ) : (
          <>
            {round && noisyVote && (
              <div>
                <dt>Vote</dt>
                <dd>
                  {noisyVote.map((answer) => (
                    <p key={answer}>{answerInWords(answer, texts, round)}</p>
                  ))}
                </dd>
              </div>
            )}
            <div>
              <dt>True answer</dt>
              <dd>
                {receipt.trueAnswer === null
                  ? 'Deleted, because the draft it came from was forgotten'
                  : round
                    ? answerInWords(receipt.trueAnswer, texts, round)
                    : 'The texts of this round are no longer kept on this device'}
                <p class="muted small">Stays on this device.</p>
              </dd>
            </div>
            <div>
              <dt>Odds</dt>
              <dd>The vote holds the true answer {oddsInWords(receipt.oddsTrue)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>Charged</dt>
          <dd>epsilon {epsilonInWords(receipt.epsilon)}</dd>
        </div>
      </dl>
      {receipt.body !== null && (
        <figure class="bytes">
          <figcaption class="muted small">
            All {new TextEncoder().encode(receipt.body).length} bytes of the report
          </figcaption>
          <pre>{receipt.body}</pre>
        </figure>
      )}
    </article>
  );
}
