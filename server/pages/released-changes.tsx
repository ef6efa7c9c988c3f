import { oneDecimal, percent } from '../../core/percent.ts';
import type { Changes, RoundResults } from '../../core/protocol/results.ts';
import { count, noneLabel, plural } from './wording.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;
interface ChangesProps {
  readonly result: RoundResults;
  readonly outcome: Released;
  readonly changes: Changes;
}

/** Most changed shares that the page lists; the command has all of them. */
const mostLines = 5;

/** How the volunteers since the release before differ from those who came earlier. */
export function ReleasedChanges({ result: { texts, manifest }, outcome, changes }: ChangesProps) {
  const changed = changes.lines.filter(({ significant }) => significant).sort((a, b) => a.pValue - b.pValue);
  const number = outcome.releases.length;
  return (
    <>
      <h3>Since release {number - 1}</h3>
      <p>
        {plural(changes.reportsSince, 'report has', 'reports have')} come since then, of other volunteers than the{' '}
        {count(changes.reportsBefore)} before.{' '}
        {changed.length === 0
          ? 'No share can be said to differ between the two groups.'
          : `${plural(changed.length, 'share differs', 'shares differ')} between the two groups:`}
      </p>
      {changed.length > 0 && (
        <ul class="changes">
          {changed.slice(0, mostLines).map(({ index, before, since, low, high }) => (
            <li key={index}>
              <bdi>{texts[index] ?? noneLabel(manifest.kind)}</bdi>
              <span class="meta">
                {percent(before)} before, {percent(since)} since: a difference of {oneDecimal(low)} to{' '}
                {oneDecimal(high)} percentage points
              </span>
            </li>
          ))}
          {changed.length > mostLines && <li>and {count(changed.length - mostLines)} more</li>}
        </ul>
      )}
    </>
  );
}
