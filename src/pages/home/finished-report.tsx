import { Fragment, type VNode } from 'preact';
import { epsilonInWords, oddsInWords } from '../../../core/words/odds.ts';
import { say, speaker, tell } from '../../language/say.ts';
import type { ReceiptView } from '../device/read-receipts.ts';
import { Quoted } from '../parts/quoted.tsx';
import { reasonInWords } from '../words/reasons.ts';
import { type SentVote, sentVote } from '../words/receipt-words.ts';
import { momentInWords } from '../words/time.ts';
import { type Answer, yesOrNo } from '../words/votes.ts';

const outcomes = {
  sent: 'home_outcome_sent',
  cancelled: 'home_outcome_cancelled',
  refused: 'home_outcome_refused',
} as const;

/** What became of one report, in sentences; for what left the device its exact bytes as well. */
export function FinishedReport({ view }: { readonly view: ReceiptView }) {
  const { body, outcome, reason, roundTitle, round, finishedAt, epsilon, oddsTrue } = view.receipt;
  const title = `receipt-${round}`;
  const vote = sentVote(view);
  return (
    <li>
      <article class="stack-s" aria-labelledby={title}>
        <div class="heading-row">
          <h4 id={title}>
            <Quoted words={roundTitle} />
          </h4>
          <span class={`tag tag-${outcome}`}>{say(outcomes[outcome])}</span>
        </div>
        {outcome !== 'sent' && <p>{say(outcome === 'refused' ? 'home_receipt_refused' : 'home_receipt_cancelled')}</p>}
        {reason !== null && <p>{reasonInWords(reason)}</p>}
        {vote ? (
          <p>
            <VoteSentences vote={vote} /> {say('home_receipt_hidden', { odds: oddsInWords(speaker, oddsTrue) })}
          </p>
        ) : (
          <p>{say('home_receipt_nothing_left')}</p>
        )}
        <p class="muted small figure">
          {say('home_receipt_facts', { at: momentInWords(finishedAt), epsilon: epsilonInWords(speaker, epsilon) })}
        </p>
        {body !== null && (
          <details class="bytes small">
            <summary>{say('home_receipt_bytes', { count: new TextEncoder().encode(body).length })}</summary>
            <pre dir="ltr">{body}</pre>
          </details>
        )}
      </article>
    </li>
  );
}

/** "You sent …, and … was the truth." */
function VoteSentences({ vote: { sent, truth } }: { readonly vote: SentVote }) {
  if (sent === undefined) return <>{say('home_receipt_texts_gone')}</>;
  const names = <Answers answers={sent} />;
  switch (truth.kind) {
    case 'same':
      return <>{tell('home_receipt_sent_truth', { sent: names })}</>;
    case 'other':
      return <>{tell('home_receipt_sent_other', { sent: names, truth: <AnswerWords answer={truth.answer} /> })}</>;
    case 'forgotten':
      return <>{tell('home_receipt_sent_forgotten', { sent: names })}</>;
    case 'unknown':
      return <>{tell('home_receipt_sent_unknown', { sent: names })}</>;
  }
}

/** Answers as a list inside a sentence. */
function Answers({ answers }: { readonly answers: readonly Answer[] }): VNode {
  const places = answers.map((_, place) => String(place));
  const parts = new Intl.ListFormat(speaker.locale, { type: 'conjunction' }).formatToParts(places);
  return (
    <>
      {parts.map(({ type, value }, part) => {
        const answer = type === 'element' ? answers[Number(value)] : undefined;
        return <Fragment key={part}>{answer ? <AnswerWords answer={answer} /> : value}</Fragment>;
      })}
    </>
  );
}

function AnswerWords({ answer }: { readonly answer: Answer }): VNode {
  if (answer.kind === 'none') return <>{say('home_answer_none')}</>;
  const text = 'text' in answer ? <Quoted words={answer.text} /> : say('home_answer_number', answer);
  return <>{answer.kind === 'text' ? text : tell(yesOrNo[answer.kind], { text })}</>;
}
