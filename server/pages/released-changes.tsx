import type { Changes, RoundResults } from '../../core/protocol/results.ts';
import type { Theirs } from './theirs.ts';
import { useReader } from './visit.ts';
import { noneLabel } from './wording.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;
interface ChangesProps {
  readonly result: RoundResults;
  readonly outcome: Released;
  readonly changes: Changes;
  readonly words: Theirs;
}

/** Most changed shares that the page lists; the command has all of them. */
const mostLines = 5;

/** How the volunteers since the release before differ from those who came earlier. */
export function ReleasedChanges({ result: { texts, manifest }, outcome, changes, words }: ChangesProps) {
  const reader = useReader();
  const { say, percent, oneDecimal } = reader;
  const { reportsSince, reportsBefore } = changes;
  const changed = changes.lines.filter(({ significant }) => significant).sort((a, b) => a.pValue - b.pValue);
  const more = changed.length - mostLines;
  return (
    <>
      <h3>{say('changes_heading', { number: outcome.releases.length - 1 })}</h3>
      <p>
        {say('changes_reports', { since: reportsSince, before: reportsBefore })}{' '}
        {changed.length === 0 ? say('changes_none') : say('changes_found', { count: changed.length })}
      </p>
      {changed.length > 0 && (
        <ul class="changes">
          {changed.slice(0, mostLines).map(({ index, before, since, low, high }) => {
            const text = texts[index];
            return (
              <li key={index}>
                {text === undefined ? noneLabel(reader, manifest.kind) : <bdi {...words}>{text}</bdi>}
                <span class="meta">
                  {say('changes_line', {
                    before: percent(before),
                    since: percent(since),
                    low: oneDecimal(low),
                    high: oneDecimal(high),
                  })}
                </span>
              </li>
            );
          })}
          {more > 0 && <li>{say('changes_more', { count: more })}</li>}
        </ul>
      )}
    </>
  );
}
