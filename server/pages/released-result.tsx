import { Fragment } from 'preact';
import { fewestAsked } from '../../core/estimation/prevalence.ts';
import type { RoundResults, Share } from '../../core/protocol/results.ts';
import { HowToRead } from './how-to-read.tsx';
import { IntervalPlot, PlotAxis, type PlotScale, plotScale } from './interval-plot.tsx';
import { orderedLines, ranksInWords } from './ranks.ts';
import { ReleasedChanges } from './released-changes.tsx';
import { ScrollArea } from './scroll-area.tsx';
import { isolated, type Theirs } from './theirs.ts';
import { useReader } from './visit.ts';
import { leaderInWords, noneLabel } from './wording.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;
interface ReleasedProps {
  readonly result: RoundResults;
  readonly outcome: Released;
  readonly words: Theirs;
}

/**
 * Estimates of a released round with all that makes them readable: intervals, ranks, what they cost in privacy, how
 * they could be bent.
 */
export function ReleasedResult({ result, outcome, words }: ReleasedProps) {
  const reader = useReader();
  const { say, shortPercent } = reader;
  const { kind, title } = result.manifest;
  const sorted = outcome.shares.toSorted((a, b) => b.share - a.share);
  const found = sorted.filter(({ significant }) => significant).length;
  const unestimated = result.texts.length - sorted.length;
  const leader = leaderInWords(reader, outcome, result.texts, (text) => <bdi {...words}>{text}</bdi>);
  return (
    <>
      <p>
        <strong>{say('released_reports', { count: outcome.reports })}</strong>{' '}
        {say('released_found', { kind, found, count: sorted.length })}{' '}
        {say('released_error', { level: shortPercent(outcome.level) })}
      </p>
      {leader.length > 0 && <p>{leader}</p>}
      <ScrollArea label={say('released_table', { title: isolated(title) })}>
        <table class="estimates">
          <caption>{say('released_caption', { kind, level: shortPercent(1 - outcome.level) })}</caption>
          <Estimates result={result} outcome={outcome} words={words} sorted={sorted} />
        </table>
      </ScrollArea>
      {unestimated > 0 && (
        <p class="notice">{say('released_unestimated', { count: unestimated, fewest: fewestAsked })}</p>
      )}
      {outcome.changes && <ReleasedChanges result={result} outcome={outcome} changes={outcome.changes} words={words} />}
      <HowToRead result={result} outcome={outcome} />
    </>
  );
}

function Estimates({ result, outcome, words, sorted }: ReleasedProps & { readonly sorted: readonly Share[] }) {
  const reader = useReader();
  const { say } = reader;
  const { kind } = result.manifest;
  const scale = plotScale(sorted);
  const ordered = orderedLines(sorted);
  return (
    <>
      <thead>
        <tr>
          <th scope="col" class="rank">
            {say('released_rank')}
          </th>
          <th scope="col">{say('released_text', { kind })}</th>
          <th scope="col" class="picture">
            <span class="visually-hidden">{say('released_picture')}</span>
            <PlotAxis scale={scale} />
          </th>
          <th scope="col" class="number">
            {say('released_share')}
          </th>
          <th scope="col" class="number">
            {say('released_interval')}
          </th>
          <th scope="col">{say('released_verdict')}</th>
          <th scope="col" class="number">
            {say('released_projected')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((share, i) => (
          <Fragment key={share.index}>
            {i === ordered && i > 0 && i < sorted.length - 1 && (
              <tr class="cut">
                <td colSpan={7}>{say('released_unordered')}</td>
              </tr>
            )}
            <Row
              share={share}
              scale={scale}
              label={result.texts[share.index] ?? ''}
              words={words}
              ranked={i < ordered}
            />
          </Fragment>
        ))}
      </tbody>
      {outcome.none && (
        <tfoot>
          <Row share={outcome.none} scale={scale} label={noneLabel(reader, kind)} words={undefined} ranked={false} />
        </tfoot>
      )}
    </>
  );
}

interface RowProps {
  readonly share: Share;
  readonly scale: PlotScale;
  readonly label: string;
  /** Where the label is the researchers' text. */
  readonly words: Theirs | undefined;
  readonly ranked: boolean;
}

function Row({ share, scale, label, words, ranked }: RowProps) {
  const { say, percent, percentRange } = useReader();
  const { significant } = share;
  return (
    <tr class={significant ? undefined : 'faint'}>
      <td class="rank" data-label={say('released_rank_label')}>
        {ranked ? ranksInWords(share) : ''}
      </td>
      <th scope="row" class="text" {...words}>
        {label}
      </th>
      <td class="picture">
        <IntervalPlot share={share} scale={scale} />
      </td>
      <td class="number share">{percent(share.share)}</td>
      <td class="number interval-words">{percentRange(share.low, share.high)}</td>
      <td class="verdict">{say(significant ? 'verdict_above' : 'verdict_unclear')}</td>
      <td class="number projected" data-label={say('released_projected_label')}>
        {percent(share.projected)}
      </td>
    </tr>
  );
}
