import { stringify } from 'csv-stringify/sync';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { RoundResults, Share } from '../../core/protocol/results.ts';

/** One line of a result, as files hold it: docs/results.md says what each column means. */
export interface ResultRow {
  /** Number of the text from 0, or "none". */
  readonly id: string;
  readonly text: string;
  readonly reports: number;
  readonly support: number;
  readonly share: number;
  readonly standard_error: number;
  readonly low: number;
  readonly high: number;
  readonly p_value: number;
  readonly significant: boolean;
  /** Empty for "none", which is not ranked. */
  readonly rank_low: number | null;
  readonly rank_high: number | null;
  /** For display alone. */
  readonly projected_share: number;
}

const columns = [
  'id',
  'text',
  'reports',
  'support',
  'share',
  'standard_error',
  'low',
  'high',
  'p_value',
  'significant',
  'rank_low',
  'rank_high',
  'projected_share',
] as const satisfies readonly (keyof ResultRow)[];

/**
 * The lines of the last release, in the order of the texts, "none" last; none before the first release. A prevalence
 * poll has no "none", and no line for a text that too few were asked about.
 */
export function resultRows({ outcome, texts }: RoundResults): ResultRow[] {
  if (outcome.state !== 'released') return [];
  const row = (share: Share, id: string, text: string): ResultRow => ({
    id,
    text,
    reports: outcome.asked?.[share.index] ?? outcome.reports,
    support: share.support,
    share: share.share,
    standard_error: share.standardError,
    low: share.low,
    high: share.high,
    p_value: share.pValue,
    significant: share.significant,
    rank_low: id === 'none' ? null : share.rankLow,
    rank_high: id === 'none' ? null : share.rankHigh,
    projected_share: share.projected,
  });
  return [
    ...outcome.shares.map((share) => row(share, String(share.index), texts[share.index] ?? '')),
    ...(outcome.none ? [row(outcome.none, 'none', '')] : []),
  ];
}

/** Comma-separated values by RFC 4180, with a header. */
export const toCsv = (rows: readonly ResultRow[]): string =>
  stringify([...rows], { header: true, columns: [...columns], cast: { boolean: String } });

/** One JSON object a line. */
export const toJsonLines = (rows: readonly ResultRow[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const parquetTypes = {
  id: 'STRING',
  text: 'STRING',
  reports: 'INT32',
  support: 'INT32',
  share: 'DOUBLE',
  standard_error: 'DOUBLE',
  low: 'DOUBLE',
  high: 'DOUBLE',
  p_value: 'DOUBLE',
  significant: 'BOOLEAN',
  rank_low: 'INT32',
  rank_high: 'INT32',
  projected_share: 'DOUBLE',
} as const;

/** The same columns as Apache Parquet. */
export function toParquet(rows: readonly ResultRow[]): Uint8Array {
  const columnData = columns.map((name) => ({
    name,
    type: parquetTypes[name],
    data: rows.map((row) => row[name]),
    nullable: name.startsWith('rank'),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
