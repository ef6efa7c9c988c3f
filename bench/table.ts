import type { Measurement, Spread } from './measure.ts';

const header = ['benchmark', 'unit', 'median', 'min – max', 'floor', 'median', 'min – max', 'ratio', 'min – max'];

/** Plain-text table of measurements, one a line. */
export function table(measurements: readonly Measurement[]): string {
  const rows = [header, ...measurements.map(row)];
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function row({ name, unit, subject, floorName, floor, ratio }: Measurement): string[] {
  return [name, unit, ...cells(subject), floorName ?? '–', ...cells(floor), ...cells(ratio)];
}

function cells(spread: Spread | undefined): [string, string] {
  return spread ? [short(spread.median), `${short(spread.min)} – ${short(spread.max)}`] : ['–', '–'];
}

/** Three significant digits, thousands apart. */
export function short(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
}
