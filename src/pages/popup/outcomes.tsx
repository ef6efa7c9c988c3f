import { say } from '../../language/say.ts';
import { QuotedTitle, quotedTitle } from '../parts/quoted.tsx';
import { outcomeInWords } from '../words/outcome-words.ts';
import type { TitledState } from './read-donation.ts';
import { SeeOrCancel } from './see-or-cancel.tsx';

interface Props {
  readonly states: readonly TitledState[];
  /** How many more there are. */
  readonly more: number;
  readonly now: number;
  readonly paused: boolean;
}

/** Where the rounds of a donation stand, under their titles. */
export const Outcomes = ({ states, more, now, paused }: Props) => (
  <ul class="outcomes">
    {states.map((state) => (
      <li key={`${state.study} ${state.round ?? ''}`} class={`outcome-${state.kind}`}>
        <strong>
          <QuotedTitle title={state.title} />
        </strong>
        <br />
        {outcomeInWords(state, now, paused)}
        {state.kind === 'waiting' && (
          <>
            {' '}
            <SeeOrCancel title={quotedTitle(state.title)} />
          </>
        )}
      </li>
    ))}
    {more > 0 && <li>{say('popup_more_outcomes', { count: more })}</li>}
  </ul>
);
