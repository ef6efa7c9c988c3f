import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { RoundKey } from '../../device.ts';
import { say } from '../../language/say.ts';
import type { RoundRecord } from '../../storage/database.ts';
import { type Title, textsAddress } from '../device/titles.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Quoted, QuotedTitle } from '../parts/quoted.tsx';
import { costInWords } from '../words/cost.ts';
import type { AskedQuestions } from './read-donation.ts';

interface Props {
  readonly questions: AskedQuestions;
  readonly busy: boolean;
  onAnswer(rounds: readonly RoundKey[]): void;
  onCancel(): void;
}

/**
 * The questions that would be answered now, each with the way to all its texts, and what answering takes from the
 * budget. Nothing was answered so far. In the first days of a study everybody has to say that they mean it.
 */
export function Questions({ questions, busy, onAnswer, onCancel }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const [meant, setMeant] = useState(false);
  const [reminded, setReminded] = useState(false);
  const early = useId();
  useEffect(() => heading.current?.focus(), []);
  const answer = () => {
    if (busy) return;
    if (!questions.early || meant) {
      onAnswer(questions.rounds.map(({ study, round }) => ({ study, round })));
      return;
    }
    setReminded(true);
    box.current?.focus();
  };
  const count = questions.rounds.length;
  return (
    <div class="card stack-s">
      <h2 ref={heading} tabIndex={-1}>
        {say('popup_questions', { count })}
      </h2>
      <ul class="outcomes">
        {questions.rounds.map((round, position) => (
          <Question key={`${round.study} ${round.round}`} round={round} study={questions.studies[position]} />
        ))}
      </ul>
      <p class="small">{costInWords(questions)}</p>
      <p class="muted small">{say('popup_budget')}</p>
      {questions.early && (
        <div class="notice notice-warning stack-s">
          <p id={early}>{say('popup_early')}</p>
          <label class="check">
            <input
              ref={box}
              type="checkbox"
              checked={meant}
              aria-describedby={early}
              onChange={(event) => setMeant(event.currentTarget.checked)}
            />
            {say('popup_mean_it')}
          </label>
        </div>
      )}
      <Announcements>
        {reminded && !meant && <Notice tone="problem">{say('popup_mean_it_first')}</Notice>}
      </Announcements>
      <button type="button" class="primary wide" aria-disabled={busy || (questions.early && !meant)} onClick={answer}>
        {say('popup_answer', { count })}
      </button>
      <button type="button" class="wide" aria-disabled={busy} onClick={onCancel}>
        {say('popup_not_now')}
      </button>
      <p class="muted small">{say('popup_when_reports_leave')}</p>
    </div>
  );
}

function Question({ round, study }: { readonly round: RoundRecord; readonly study: Title | undefined }) {
  const { title, texts } = round.signed.document;
  return (
    <li>
      <strong>
        <Quoted words={title} />
      </strong>
      <br />
      {study && (
        <>
          <span class="muted">
            <QuotedTitle title={study} />
          </span>
          <br />
        </>
      )}
      <a
        href={`../home/index.html${textsAddress(round)}`}
        target="_blank"
        aria-label={say('popup_read_texts_of', { title: say('quoted', { words: title }) })}
        rel="noopener"
      >
        {say('popup_read_texts', { count: texts.count })}
      </a>
    </li>
  );
}
