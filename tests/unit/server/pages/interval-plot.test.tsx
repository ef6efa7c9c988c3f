import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import type { Share } from '../../../../core/protocol/results.ts';
import { IntervalPlot, plotScale } from '../../../../server/pages/interval-plot.tsx';

const share = (low: number, value: number, high: number, significant = true): Share => ({
  index: 0,
  support: 0,
  share: value,
  standardError: 0.01,
  projected: 0,
  low,
  high,
  pValue: 0.5,
  significant,
  rankLow: 1,
  rankHigh: 2,
});

test('a scale holds zero and every interval, with round ticks', () => {
  const scale = plotScale([share(-0.013, 0.01, 0.03), share(0.02, 0.08, 0.137)]);
  expect(scale.low).toBe(-0.013);
  expect(scale.high).toBe(0.137);
  expect(scale.ticks.map((tick) => Number(tick.toFixed(9)))).toEqual([0, 0.05, 0.1]);
  expect(plotScale([share(0.4, 0.5, 0.6)]).low).toBe(0);
  expect(plotScale([share(-0.001, 0, 0.0001)]).high).toBe(0.01);
});

test('the point is filled only where the share can be told from zero', () => {
  const scale = plotScale([share(0, 0.1, 0.2)]);
  expect(render(<IntervalPlot share={share(0.05, 0.1, 0.2)} scale={scale} />)).toContain('class="plot significant"');
  expect(render(<IntervalPlot share={share(-0.05, 0.1, 0.2, false)} scale={scale} />)).toContain('class="plot"');
});

test('an interval beyond the scale ends in an arrow, and a point beyond it is not drawn at its edge', () => {
  const scale = plotScale([share(0, 0.1, 0.2)]);
  const beyond = render(<IntervalPlot share={share(0.3, 0.4, 0.5)} scale={scale} />);
  expect(beyond).toContain('<path');
  expect(beyond).not.toContain('<circle');
  const within = render(<IntervalPlot share={share(0.05, 0.1, 0.2)} scale={scale} />);
  expect(within).not.toContain('<path');
  expect(within).toContain('<circle');
});
