import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { columns, epsilonRows, epsilons, experiment, local, mainRows, rounds } from '../experiments.ts';
import { count } from './markdown.ts';
import type { Summary } from './summary.ts';

/** A picture as the text of an SVG file, with what it shows in words. */
export interface Picture {
  readonly name: string;
  readonly description: string;
  readonly svg: string;
}

/** The pictures of the report. A paper of their own, so that they can be read on any background. */
export function pictures(summary: Summary): Picture[] {
  return [strategiesPlot(summary), roundsPlot(summary), epsilonPlot(summary)];
}

const rowLabel = ({ exponent, volunteers }: (typeof mainRows)[number]) =>
  `s = ${exponent.toFixed(1)}, ${count(volunteers)} a round`;

function draw(name: string, description: string, options: Plot.PlotOptions): Picture {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ ...options, document, style: { background: 'white', color: 'black', fontSize: '12px' } });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', description);
  return { name, description, svg: `${svg.outerHTML}\n` };
}

function strategiesPlot(summary: Summary): Picture {
  const dots = mainRows.flatMap((row) => {
    const paired = summary.among(columns.map(({ strategy, noise }) => experiment(strategy, { ...row, noise })));
    return columns.map(({ title, strategy, noise }) => ({
      row: rowLabel(row),
      strategy: title.replaceAll('*', ''),
      divergence: paired.worth(experiment(strategy, { ...row, noise }), 'divergence').mean,
      ours: strategy === 'density' && noise.kind === 'local',
    }));
  });
  return draw('evaluation-strategies', 'Divergence of topics of each strategy, one panel for each size of a study', {
    width: 860,
    height: 920,
    marginLeft: 310,
    marginRight: 170,
    marginBottom: 50,
    x: {
      label: 'divergence of topics (bits, less is better)',
      labelAnchor: 'left',
      labelOffset: 42,
      domain: [0, 1],
      grid: true,
    },
    y: { label: null, domain: columns.map(({ title }) => title.replaceAll('*', '')) },
    fy: { label: null, domain: mainRows.map(rowLabel) },
    marks: [
      Plot.ruleX([0]),
      Plot.ruleY(dots, { x1: 0, x2: 'divergence', y: 'strategy', fy: 'row', stroke: '#999' }),
      Plot.dot(dots, {
        x: 'divergence',
        y: 'strategy',
        fy: 'row',
        r: 5,
        fill: (dot: { ours: boolean }) => (dot.ours ? '#0b6b53' : '#777'),
      }),
    ],
  });
}

function roundsPlot(summary: Summary): Picture {
  const points = mainRows.flatMap((row) =>
    Array.from({ length: rounds }, (_, i) => ({
      row: rowLabel(row),
      round: i + 1,
      divergence: summary.worth(experiment('density', row), 'divergence', i + 1).mean,
    })),
  );
  return draw('evaluation-rounds', 'Divergence of topics after each round, one line for each size of a study', {
    width: 760,
    height: 420,
    marginBottom: 40,
    marginRight: 210,
    x: { label: 'after round', labelAnchor: 'left', domain: [1, rounds], ticks: rounds - 1, tickFormat: 'd' },
    y: { label: 'divergence of topics (bits, less is better)', zero: true, grid: true },
    marks: [
      Plot.line(points, { x: 'round', y: 'divergence', stroke: 'row', strokeWidth: 2 }),
      Plot.dot(points, { x: 'round', y: 'divergence', fill: 'row', r: 4 }),
      ...labelled(
        points.filter(({ round }) => round === rounds).map((point) => ({ ...point, x: rounds, label: point.row })),
      ),
    ],
  });
}

function epsilonPlot(summary: Summary): Picture {
  const points = epsilonRows.flatMap((row) => {
    const asked = epsilons.map((epsilon) => experiment('density', { ...row, noise: local(epsilon) }));
    const paired = summary.among(asked);
    return epsilons.map((epsilon, i) => ({
      row: `${count(row.volunteers)} a round`,
      epsilon,
      divergence: paired.worth(asked[i] ?? experiment('density', row), 'divergence').mean,
    }));
  });
  return draw(
    'evaluation-epsilon',
    'Divergence of topics for epsilon 1, 2, 4 and 8, one line for each number of volunteers',
    {
      width: 760,
      height: 420,
      marginBottom: 40,
      marginRight: 130,
      x: {
        label: 'epsilon of a report',
        labelAnchor: 'left',
        type: 'log',
        base: 2,
        ticks: [...epsilons],
        tickFormat: 'd',
      },
      y: { label: 'divergence of topics (bits, less is better)', zero: true, grid: true },
      marks: [
        Plot.line(points, { x: 'epsilon', y: 'divergence', stroke: 'row', strokeWidth: 2 }),
        Plot.dot(points, { x: 'epsilon', y: 'divergence', fill: 'row', r: 4 }),
        ...labelled(
          points.filter(({ epsilon }) => epsilon === 8).map((point) => ({ ...point, x: 8, label: point.row })),
        ),
      ],
    },
  );
}

/** Names at the ends of lines, moved apart where they would cover each other; a legend would need a browser. */
function labelled(ends: readonly { x: number; divergence: number; row: string; label: string }[]): Plot.Markish[] {
  let lowest = Number.NEGATIVE_INFINITY;
  const apart = ends
    .toSorted((a, b) => a.divergence - b.divergence)
    .map((end) => {
      lowest = Math.max(end.divergence, lowest + 0.025);
      return { ...end, divergence: lowest };
    });
  return [Plot.text(apart, { x: 'x', y: 'divergence', text: 'label', fill: 'row', textAnchor: 'start', dx: 8 })];
}
