import { smallestRelease } from '../../core/estimation/releases.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { centralConditionOf } from '../results/released-outcome.ts';
import { useReader } from './visit.ts';
import { releaseInWords } from './wording.ts';

type Released = Extract<RoundResults['outcome'], { state: 'released' }>;
interface HowToReadProps {
  readonly result: RoundResults;
  readonly outcome: Released;
}

/** What the numbers of a release mean, what they cost in privacy, and how they could be bent. */
export function HowToRead({ result: { manifest }, outcome }: HowToReadProps) {
  const reader = useReader();
  const { say, epsilon, twoDecimals, count, list } = reader;
  const { central, localEpsilon, releases } = outcome;
  const leverage = twoDecimals(outcome.leverage);
  return (
    <dl class="facts wide">
      <dt>{say('how_shares')}</dt>
      <dd>{say('how_shares_text')}</dd>
      <dt>{say('how_verdicts')}</dt>
      <dd>{say('how_verdicts_text')}</dd>
      <dt>{say('how_ranks')}</dt>
      <dd>{say('how_ranks_text')}</dd>
      <dt>{say('how_projected')}</dt>
      <dd>{say(outcome.none ? 'how_projected_together' : 'how_projected_each')}</dd>
      <dt>{say('how_local', { epsilon: epsilon(localEpsilon) })}</dt>
      <dd>{say('how_local_text')}</dd>
      <dt>{say('how_central', { epsilon: epsilon(central.epsilon) })}</dt>
      <dd>
        {say('how_central_text', {
          count: smallestRelease(releases),
          rarity: Math.round(1 / central.delta),
          method: central.method,
        })}{' '}
        {releases.length > 1 && say('how_central_smallest')} <strong>{say(centralConditionOf(manifest))}</strong>
      </dd>
      <dt>{say('how_leverage', { leverage })}</dt>
      <dd>{say('how_leverage_text', { leverage })}</dd>
      <dt>{say('how_participation')}</dt>
      <dd>{say('how_participation_open')}</dd>
      <dt>{say('how_release')}</dt>
      <dd>
        {releaseInWords(reader, outcome)} {say('how_release_text', { needed: manifest.release.minimumReports })}{' '}
        {releases.length > 1 && say('how_release_reports', { list: list(releases.map(count)) })}
      </dd>
    </dl>
  );
}
