import { useCallback } from 'preact/hooks';
import type { RoundOutcome } from '../../donation/round-outcome.ts';
import type { Database } from '../../storage/database.ts';
import { roundTitle, studyTitle } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { outcomeInWords } from '../words/outcome-words.ts';

/** A server may show thousands of rounds, and nobody reads as many. */
const mostShown = 100;

/** Outcomes of a donation under the titles of their rounds. */
export function Outcomes({ outcomes }: { readonly outcomes: readonly RoundOutcome[] }) {
  const read = useCallback(
    (database: Database) => Promise.all(outcomes.slice(0, mostShown).map((outcome) => readTitle(database, outcome))),
    [outcomes],
  );
  const { value: titles, now } = useStored(read, () =>
    outcomes.flatMap((outcome) => (outcome.kind === 'sealed' ? [outcome.sendAt] : [])),
  );
  if (!titles) return null;
  return (
    <ul class="outcomes">
      {outcomes.slice(0, mostShown).map((outcome, position) => (
        <li key={`${outcome.study} ${outcome.round ?? ''}`} class={`outcome-${outcome.kind}`}>
          <strong>{titles[position]}</strong>
          <br />
          {outcomeInWords(outcome, now)}
        </li>
      ))}
      {outcomes.length > mostShown && <li>And {outcomes.length - mostShown} more. See your studies.</li>}
    </ul>
  );
}

const readTitle = (database: Database, { study, round }: RoundOutcome): Promise<string> =>
  round === undefined ? studyTitle(database, study) : roundTitle(database, study, round);
