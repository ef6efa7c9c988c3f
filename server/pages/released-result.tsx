import { Fragment } from 'preact';
import { fewestAsked } from '../../core/estimation/prevalence.ts';
import { smallestRelease } from '../../core/estimation/releases.ts';
import { percent, percentRange, shortPercent } from '../../core/percent.ts';
import type { RoundResults, Share } from '../../core/protocol/results.ts';
import { IntervalPlot, PlotAxis, type PlotScale, plotScale } from './interval-plot.tsx';
import { orderedLines, ranksInWords } from './ranks.ts';
import { ReleasedChanges } from './released-changes.tsx';
import { ScrollArea } from './scroll-area.tsx';
import { count, epsilon, leaderInWords, noneLabel, oneIn, plural, releaseInWords } from './wording.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;
interface ReleasedProps {
  readonly result: RoundResults;
  readonly outcome: Released;
}

/**
 * Estimates of a released round with all that makes them readable: intervals, ranks, what they cost in privacy, how
 * they could be bent.
 */
export function ReleasedResult({ result, outcome }: ReleasedProps) {
  const sorted = [...outcome.shares].sort((a, b) => b.share - a.share);
  const found = sorted.filter(({ significant }) => significant).length;
  const scale = plotScale(sorted);
  const noun = result.manifest.kind === 'candidates' ? 'message' : 'phrase';
  const ordered = orderedLines(sorted);
  const unestimated = result.texts.length - sorted.length;
  return (
    <>
      <p>
        <strong>{plural(outcome.reports, 'report', 'reports')}.</strong> {found === 0 ? 'None' : count(found)} of the{' '}
        {plural(sorted.length, noun, `${noun}s`)} can be told from zero. Each kind of statement below (above zero,
        interval, rank, change) is wrong anywhere in the table with probability at most {shortPercent(outcome.level)}.
      </p>
      {leaderInWords(outcome, result.texts).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ScrollArea label={`Estimates: ${result.manifest.title}`}>
        <table class="estimates">
          <caption>
            Estimated share of volunteers for each {noun}, with its simultaneous {shortPercent(1 - outcome.level)}{' '}
            interval
          </caption>
          <thead>
            <tr>
              <th scope="col" class="rank">
                Rank
              </th>
              <th scope="col">{noun === 'message' ? 'Most like what they write' : 'Typed it'}</th>
              <th scope="col" class="picture">
                <span class="visually-hidden">Picture of share and interval</span>
                <PlotAxis scale={scale} />
              </th>
              <th scope="col" class="number">
                Share
              </th>
              <th scope="col" class="number">
                Interval
              </th>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                Projected, for display
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((share, i) => (
              <Fragment key={share.index}>
                {i === ordered && i > 0 && i < sorted.length - 1 && (
                  <tr class="cut">
                    <td colSpan={7}>Below this line the order is unknown.</td>
                  </tr>
                )}
                <Row share={share} scale={scale} label={result.texts[share.index] ?? ''} ranked={i < ordered} />
              </Fragment>
            ))}
          </tbody>
          {outcome.none && (
            <tfoot>
              <Row share={outcome.none} scale={scale} label={noneLabel(result.manifest.kind)} ranked={false} />
            </tfoot>
          )}
        </table>
      </ScrollArea>
      {unestimated > 0 && (
        <p class="notice">
          {plural(unestimated, 'phrase has', 'phrases have')} no estimate: fewer than {fewestAsked} reports answered for
          each.
        </p>
      )}
      {outcome.changes && <ReleasedChanges result={result} outcome={outcome} changes={outcome.changes} />}
      <HowToRead result={result} outcome={outcome} />
    </>
  );
}

interface RowProps {
  readonly share: Share;
  readonly scale: PlotScale;
  readonly label: string;
  readonly ranked: boolean;
}

function Row({ share, scale, label, ranked }: RowProps) {
  const { significant } = share;
  return (
    <tr class={significant ? undefined : 'faint'}>
      <td class="rank">{ranked ? ranksInWords(share) : ''}</td>
      <th scope="row" class="text" dir="auto">
        {label}
      </th>
      <td class="picture">
        <IntervalPlot share={share} scale={scale} />
      </td>
      <td class="number share">{percent(share.share)}</td>
      <td class="number interval-words">{percentRange(share.low, share.high)}</td>
      <td class="verdict">{significant ? 'above zero' : 'cannot be told from zero'}</td>
      <td class="number projected">{percent(share.projected)}</td>
    </tr>
  );
}

function HowToRead({ result, outcome }: ReleasedProps) {
  const { central, leverage, localEpsilon, participation } = outcome;
  return (
    <dl class="facts wide">
      <dt>Shares</dt>
      <dd>
        Unbiased and uncorrected: chance may push a small share below zero, and shares need not add up to 100 %. A share
        counts volunteers' answers, not messages.
      </dd>
      <dt>Verdicts</dt>
      <dd>
        From an exact test of “nobody holds this answer”. It is sharper than the interval, which must hold at both ends:
        a line may be found above zero while its interval still touches zero.
      </dd>
      <dt>Ranks</dt>
      <dd>
        Every place that a line may truly have, for all lines at once. Lines whose ranges overlap cannot be told apart.
        Where nothing is known of the order, no rank is shown.
      </dd>
      <dt>Projected</dt>
      <dd>
        {outcome.none
          ? 'Shares moved to the nearest ones that are not negative and add up to 100 %. '
          : 'Shares moved into 0 to 100 %. '}
        They are biased: for display, and not for a test, a comparison or an average.
      </dd>
      <dt>Local ε = {epsilon(localEpsilon)}</dt>
      <dd>
        One report reveals at most this about its sender, whatever anybody knows, computes or does with this server.
      </dd>
      <dt>Central ε = {epsilon(central.epsilon)}</dt>
      <dd>
        What {count(smallestRelease(outcome.releases))} reports together reveal about one volunteer (δ ={' '}
        {oneIn(central.delta)}; {central.method}).{' '}
        {outcome.releases.length > 1 && 'That is the smallest number of new reports in a release. '}{' '}
        <strong>{central.condition}</strong>
      </dd>
      <dt>Leverage {leverage.toFixed(2)}</dt>
      <dd>A report crafted to deceive moves one share as far as {leverage.toFixed(2)} honest answers would.</dd>
      <dt>Participation</dt>
      <dd>
        {participation === 'open'
          ? 'Open: a person with two browsers may have voted twice.'
          : 'By invitation: one person, one vote.'}
      </dd>
      <dt>Release</dt>
      <dd>
        This is {releaseInWords(outcome)}. Each needs at least {count(result.manifest.release.minimumReports)} new
        reports, and between them no estimate is shown.
        {outcome.releases.length > 1 && ` Reports at each so far: ${outcome.releases.map(count).join(', ')}.`}
      </dd>
    </dl>
  );
}
