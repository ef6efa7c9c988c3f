import { useCallback } from 'preact/hooks';
import type { RoundState } from '../../donation/round-states.ts';
import { say } from '../../language/say.ts';
import type { Database } from '../../storage/database.ts';
import { roundTitle, studyTitle } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { outcomeInWords } from '../words/outcome-words.ts';
import { SeeOrCancel } from './see-or-cancel.tsx';

/** A server may show thousands of rounds, and nobody reads as many. */
const mostShown = 100;

interface Props {
  readonly states: readonly RoundState[];
  readonly now: number;
  readonly paused: boolean;
}

/** Where the rounds of a donation stand, under their titles. */
export function Outcomes({ states, now, paused }: Props) {
  const shown = states.slice(0, mostShown);
  const read = useCallback(
    (database: Database) => Promise.all(states.slice(0, mostShown).map((state) => readTitle(database, state))),
    [states],
  );
  const { value: titles } = useStored(read);
  return (
    <ul class="outcomes">
      {shown.map((state, position) => (
        <li key={`${state.study} ${state.round ?? ''}`} class={`outcome-${state.kind}`}>
          <strong dir="auto">{titles?.[position]}</strong>
          <br />
          {outcomeInWords(state, now, paused)}
          {state.kind === 'waiting' && (
            <>
              {' '}
              <SeeOrCancel title={titles?.[position] ?? ''} />
            </>
          )}
        </li>
      ))}
      {states.length > mostShown && <li>{say('popup_more_outcomes', { count: states.length - mostShown })}</li>}
    </ul>
  );
}

const readTitle = (database: Database, { study, round }: RoundState): Promise<string> =>
  round === undefined ? studyTitle(database, study) : roundTitle(database, study, round);
