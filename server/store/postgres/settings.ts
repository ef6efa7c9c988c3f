import type { Connections } from './connections.ts';

/** What is wrong with the settings of a database, in one line each. */
export interface SettingProblems {
  /** What tells when a report came, or what was in it (P10). */
  readonly telling: readonly string[];
  /** What loses what was acknowledged (P12). */
  readonly losing: readonly string[];
}

/** A setting, the values that are right, and what else it does. */
type Rule = readonly [name: string, right: RegExp, consequence: string];

const telling: readonly Rule[] = [
  ['track_commit_timestamp', /^off$/, 'the database keeps the time of every commit'],
  ['log_statement', /^(none|ddl)$/, 'the log keeps the time of every report, and its content'],
  ['log_min_duration_statement', /^-1$/, 'the log keeps reports that took long, with their time'],
  ['log_min_duration_sample', /^-1$/, 'the log keeps some reports, with their time'],
  ['log_transaction_sample_rate', /^0$/, 'the log keeps some reports, with their time'],
  ['log_duration', /^off$/, 'the log keeps the time of every report'],
  ['log_parameter_max_length_on_error', /^0$/, 'the log keeps the content of reports that failed'],
  [
    'archive_mode',
    /^off$/,
    'the archive of the write-ahead log keeps the time of every commit, for as long as it exists',
  ],
  ['wal_keep_size', /^0$/, 'the write-ahead log, which has the time of every commit, is kept for longer'],
  ['shared_preload_libraries', /^(?!.*(auto_explain|pgaudit))/, 'the log may keep reports, with their time'],
];

const losing: readonly Rule[] = [
  ['fsync', /^on$/, 'a loss of power may lose what was acknowledged, or everything'],
  ['full_page_writes', /^on$/, 'a loss of power may damage the database'],
  ['synchronous_commit', /^(?!off)/, 'a crash may lose what was acknowledged'],
];

/** Looks at the settings as they are for this user; a database without a setting has nothing to say about it. */
export async function settingProblems(connections: Connections): Promise<SettingProblems> {
  const names = [...telling, ...losing].map(([name]) => name);
  const { rows } = await connections.query('SELECT name, setting FROM pg_settings WHERE name = ANY ($1)', [names]);
  const found = new Map<string, string>(rows.map(({ name, setting }) => [name, setting]));
  const problems = (rules: readonly Rule[]) =>
    rules.flatMap(([name, right, consequence]) => {
      const value = found.get(name);
      return value === undefined || right.test(value) ? [] : [`${name} is ${value}: ${consequence}`];
    });
  return { telling: problems(telling), losing: problems(losing) };
}

/** Who else may read or change the tables, in one line each. */
export async function foreignGrants(connections: Connections): Promise<string[]> {
  const { rows } = await connections.query(
    `SELECT DISTINCT grantee, table_name FROM information_schema.table_privileges
     WHERE table_schema = current_schema() AND grantee <> current_user AND grantee <> 'postgres'
       AND table_name IN ('segments', 'nonces', 'counters', 'rounds', 'releases', 'access_tokens', 'signing_keys', 'previews', 'preview_vectors', 'server_state')
     ORDER BY grantee, table_name`,
  );
  return rows.map(({ grantee, table_name }) => `${grantee} may use the table ${table_name}; revoke that`);
}

/** The replication slots, which keep the write-ahead log, in one line each. */
export async function keptLogs(connections: Connections): Promise<string[]> {
  const slots = connections.query('SELECT slot_name FROM pg_replication_slots ORDER BY slot_name');
  // A database that only speaks like PostgreSQL has none.
  const { rows } = await slots.catch(() => ({ rows: [] }));
  return rows.map(
    ({ slot_name }) =>
      `the replication slot ${slot_name} keeps the write-ahead log, which has the time of every commit`,
  );
}
