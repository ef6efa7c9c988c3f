import { oneDecimal } from '../core/percent.ts';

/** One line of the table. Fractions of 0..1, estimates and their limits may leave it. */
export interface TableRow {
  readonly label: string;
  /** Share that was planted, where one was. */
  readonly planted?: number;
  /** Share of the volunteers whose true answer it was. */
  readonly trueShare: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly significant: boolean;
  /** Lines below it, indented. */
  readonly parts?: readonly TableRow[];
}

const labelWidth = 44;
const columns = { planted: 8, trueShare: 8, share: 9, interval: 16 };

/** Estimates beside the truth, as lines of text; shares in per cent. `plantedColumn` leaves that column out. */
export function formatTable(rows: readonly TableRow[], plantedColumn: boolean): string[] {
  const planted = (text: string): string => (plantedColumn ? text.padStart(columns.planted) : '');
  const head =
    ' '.repeat(labelWidth) +
    planted('planted') +
    'true'.padStart(columns.trueShare) +
    'estimate'.padStart(columns.share) +
    '95 % interval'.padStart(columns.interval);
  const formatRow = (row: TableRow, indent: number): string[] => {
    const label = shorten(' '.repeat(indent) + row.label, labelWidth - 1).padEnd(labelWidth);
    const interval = `${oneDecimal(row.low)} to ${oneDecimal(row.high)}`.padStart(columns.interval);
    const numbers =
      planted(row.planted === undefined ? '' : oneDecimal(row.planted)) +
      oneDecimal(row.trueShare).padStart(columns.trueShare) +
      oneDecimal(row.share).padStart(columns.share);
    const verdict = row.significant ? '' : '  cannot be told from zero';
    return [label + numbers + interval + verdict, ...(row.parts ?? []).flatMap((part) => formatRow(part, indent + 2))];
  };
  return [head, ...rows.flatMap((row) => formatRow(row, 0))];
}

const shorten = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
