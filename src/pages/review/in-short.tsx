import type { ComponentChildren } from 'preact';
import type { Caps } from '../../../core/privacy/ledger.ts';
import type { Study } from '../../../core/protocol/study.ts';
import { type BudgetPart, studyInShort } from '../../../core/words/in-short.ts';
import { say, speaker } from '../../language/say.ts';
import { ChancePicture } from '../parts/chance-picture.tsx';
import { dateInWords } from '../words/time.ts';

interface Props {
  readonly study: Study;
  readonly host: string;
  readonly caps: Caps;
  /** Epsilon of the last 30 days; undefined when the ledger cannot be read. */
  readonly spent: number | undefined;
  onDecide(): void;
}

/** What somebody must know before deciding, in a minute; all of it computed on this device. */
export function InShort({ study, host, caps, spent, onDecide }: Props) {
  const { asks, more, byItself, leaves, odds, oddsInWords, budget, budgetInWords, undone } = studyInShort(
    speaker,
    study,
    host,
    caps,
    spent,
  );
  return (
    <section class="voice voice-ours in-short" aria-labelledby="in-short">
      <h2 id="in-short">{say('review_short')}</h2>
      <p class="muted">{say('review_short_whose')}</p>
      <Part title={say('review_short_asks')}>
        <ul class="asks">
          {asks.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ul>
        <Sentences of={[more, byItself]} />
      </Part>
      <Part title={say('review_short_leaves')}>
        <Sentences of={leaves} />
      </Part>
      <Part title={say('review_short_odds')}>
        <ChancePicture probability={odds.probabilityTrue} />
        <Sentences of={oddsInWords} />
      </Part>
      <Part title={say('review_short_budget')}>
        <Sentences of={budgetInWords.slice(0, 1)} />
        <BudgetBar budget={budget} spent={spent ?? 0} />
        <Sentences of={budgetInWords.slice(1)} />
      </Part>
      <Part title={say('review_short_undone')}>
        <p>{undone}</p>
      </Part>
      <Part title={say('review_short_ends')}>
        <p>{say('review_short_ends_on', { endsOn: dateInWords(Date.parse(study.endsAt)) })}</p>
      </Part>
      <div class="actions">
        <button type="button" onClick={onDecide}>
          {say('review_to_decision')}
        </button>
      </div>
    </section>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="in-short-part">
      <h3>{title}</h3>
      <div class="stack-s">{children}</div>
    </div>
  );
}

const Sentences = ({ of }: { readonly of: readonly string[] }) => (
  <>
    {of.map((sentence) => (
      <p key={sentence}>{sentence}</p>
    ))}
  </>
);

/** The budget of 30 days: what is spent, and what one vote would use; the sentences around it say the same. */
function BudgetBar({ budget: { oneVote, window }, spent }: { readonly budget: BudgetPart; readonly spent: number }) {
  const part = (epsilon: number): string => `${window === 0 ? 0 : (100 * Math.min(epsilon, window)) / window}%`;
  return (
    <div class="bar budget-bar" aria-hidden="true">
      <div class="budget-spent" style={{ inlineSize: part(spent) }} />
      <div class="budget-vote" style={{ inlineSize: part(Math.min(oneVote, Math.max(0, window - spent))) }} />
    </div>
  );
}
