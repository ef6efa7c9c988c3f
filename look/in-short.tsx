import type { ComponentChildren } from 'preact';
import type { Study } from '../core/protocol/study.ts';
import { type BudgetPart, type Circumstances, studyInShort } from '../core/words/in-short.ts';
import type { WordsSpeaker } from '../core/words/sentence-keys.ts';
import { ChancePicture } from './chance-picture.tsx';

interface Props extends Circumstances {
  readonly speaker: WordsSpeaker;
  readonly study: Study;
  /** Who computed this, and from what. */
  readonly whose: string;
  /** What the reader can do next. */
  readonly children?: ComponentChildren;
}

/** What somebody must know before deciding, in a minute; all of it computed by whoever shows it. */
export function InShort({ speaker, study, whose, children, ...circumstances }: Props) {
  const { say } = speaker;
  const { asks, more, byItself, leaves, odds, oddsInWords, budget, budgetInWords, undone, ends } = studyInShort(
    speaker,
    study,
    circumstances,
  );
  return (
    <section class="voice-ours in-short" aria-labelledby="in-short">
      <h2 id="in-short">{say('consent_short')}</h2>
      <p class="in-short-whose">{whose}</p>
      <Part title={say('consent_short_asks')}>
        <ul class="asks">
          {asks.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ul>
        <Sentences of={[more, byItself]} />
      </Part>
      <Part title={say('consent_short_leaves')}>
        <Sentences of={leaves} />
      </Part>
      <Part title={say('consent_short_odds')}>
        <ChancePicture speaker={speaker} probability={odds.probabilityTrue} />
        <Sentences of={oddsInWords} />
      </Part>
      <Part title={say('consent_short_budget')}>
        <Sentences of={budgetInWords.slice(0, 1)} />
        <BudgetBar budget={budget} spent={circumstances.spent ?? 0} />
        <Sentences of={budgetInWords.slice(1)} />
      </Part>
      <Part title={say('consent_short_cannot')}>
        <p>{undone}</p>
      </Part>
      <Part title={say('consent_short_ends')}>
        <p>{ends}</p>
      </Part>
      {children}
    </section>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="in-short-part">
      <h3>{title}</h3>
      <div class="in-short-says">{children}</div>
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

/**
 * The budget of 30 days: what is spent, and what one vote would use; the sentences around it say the same. Its sizes
 * are attributes: the server's content security policy forbids styles in a page.
 */
function BudgetBar({ budget: { oneVote, window }, spent }: { readonly budget: BudgetPart; readonly spent: number }) {
  const part = (epsilon: number): number => (window === 0 ? 0 : Math.min(epsilon, window) / window);
  const used = part(spent);
  return (
    <svg class="budget-bar" aria-hidden="true" viewBox="0 0 1 1" preserveAspectRatio="none">
      <rect class="budget-spent" width={used} height="1" />
      <rect class="budget-vote" x={used} width={Math.min(part(oneVote), 1 - used)} height="1" />
    </svg>
  );
}
