import type { Share } from '../../core/protocol/results.ts';
import { useReader } from './visit.ts';

const width = 260;
const height = 22;
const margin = 14;

/** The shares that a plot covers, as fractions, and where its ticks stand. */
export interface PlotScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** A scale that holds zero and every interval of `shares`, with at most six round ticks. */
export function plotScale(shares: readonly Pick<Share, 'low' | 'high' | 'share'>[]): PlotScale {
  const low = Math.min(0, ...shares.map((share) => Math.min(share.low, share.share)));
  const high = Math.max(0.01, ...shares.map((share) => Math.max(share.high, share.share)));
  const step = roundStep((high - low) / 5);
  const first = Math.ceil(low / step);
  const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
  return { low, high, ticks };
}

/** The smallest of 1, 2, 5, 10, … (times a power of ten) that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 5].find((factor) => factor * power >= step * 0.999) ?? 10);
}

const position = (value: number, { low, high }: PlotScale): number =>
  margin + ((value - low) / (high - low)) * (width - 2 * margin);

/** Axis of the plots below it. */
export function PlotAxis({ scale }: { readonly scale: PlotScale }) {
  const { shortPercent } = useReader();
  return (
    <svg class="plot axis" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <text x={position(tick, scale)} y={12} text-anchor="middle">
            {shortPercent(tick)}
          </text>
          <line class="tick" x1={position(tick, scale)} x2={position(tick, scale)} y1={17} y2={height} />
        </g>
      ))}
    </svg>
  );
}

/**
 * One share with its interval; a filled point can be told from zero. The numbers stand beside it in the table, so that
 * the picture hides nothing from those who do not see it. An interval that leaves the scale ends in an arrow.
 */
export function IntervalPlot({ share, scale }: { readonly share: Share; readonly scale: PlotScale }) {
  const clamped = (value: number) => position(Math.min(Math.max(value, scale.low), scale.high), scale);
  const [from, to, at] = [clamped(share.low), clamped(share.high), clamped(share.share)];
  const middle = height / 2;
  const beyond = share.high > scale.high;
  return (
    <svg
      class={share.significant ? 'plot significant' : 'plot'}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          class={Math.abs(tick) < 1e-12 ? 'zero' : 'grid'}
          x1={position(tick, scale)}
          x2={position(tick, scale)}
          y1={0}
          y2={height}
        />
      ))}
      <line class="interval" x1={from} x2={to} y1={middle} y2={middle} />
      <line class="cap" x1={from} x2={from} y1={middle - 4} y2={middle + 4} />
      {beyond ? (
        <path class="cap" d={`M${to + 2} ${middle - 4} l6 4 l-6 4`} />
      ) : (
        <line class="cap" x1={to} x2={to} y1={middle - 4} y2={middle + 4} />
      )}
      {share.share <= scale.high && <circle class="point" cx={at} cy={middle} r={4} />}
    </svg>
  );
}
