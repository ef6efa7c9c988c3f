import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { RestoreRefused } from '../backup/restore-refused.ts';
import { english } from '../language/english.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { BadInput } from './bad-input.ts';
import { type PassphraseOptions, readPassphrase, withPassphrase } from './passphrase.ts';
import { type DataOptions, sharedDatabase, withData } from './server-options.ts';
import { type JsonOption, withJson, writeJson, writeTable } from './standard-output.ts';

interface Options extends DataOptions, PassphraseOptions, JsonOption {
  readonly logHead?: ReadonlyMap<string, string>;
  readonly acceptOlder?: boolean;
}

export function addRestore(program: Command): void {
  const command = program
    .command('restore')
    .description('unpack a backup into an empty data directory; rounds that were open are closed without a release')
    .argument('<file>', 'file that donor backup has written')
    .option('--accept-older', acceptOlderMeaning);
  withJson(withPassphrase(withData(withLogHeads(command)))).action(restore);
}

/** What `restore` does after unpacking, for a database that pg_restore has unpacked. */
export function addRestored(program: Command): void {
  const command = program
    .command('restored')
    .description(
      'check a PostgreSQL database that pg_restore has written; rounds that were open are closed without a release',
    )
    .option('--accept-older', acceptOlderMeaning);
  withJson(withLogHeads(command)).action(restored);
}

const acceptOlderMeaning = 'restore although later rounds were published, which devices hold against the server';
const withLogHeads = (command: Command): Command =>
  command.option(
    '--log-head <name=hash>',
    'the log head of a study that was published last; once for each study',
    readHead,
  );

function readHead(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, name, head] = /^([a-z0-9-]+)=([0-9a-f]{64}|unknown)$/.exec(text) ?? [];
  if (name !== undefined && head !== undefined) return new Map([...before, [name, head]]);
  throw new InvalidArgumentError('Expected the name of a study, "=", and 64 hexadecimal digits or "unknown".');
}

const withPgRestore =
  'a PostgreSQL database is restored with pg_restore and donor restored: docs/operations.md says how. For a data directory, unset DATABASE_URL';

async function restore(file: string, options: Options): Promise<void> {
  const { data, logHead = new Map(), acceptOlder = false } = options;
  if (sharedDatabase()) throw new BadInput(withPgRestore);
  if (!existsSync(file)) throw new BadInput(`expected a backup at ${file}`);
  const passphrase = await readPassphrase(options);
  const { restoreBackup } = await import('../backup/restore-backup.ts');
  const { ArchiveError } = await import('../backup/archive.ts');
  const { studies, withheld, deletedTokens, madeAt } = await restoreBackup({
    ...{ file, data, passphrase, acceptOlder },
    logHeads: logHead,
  }).catch((error: unknown) => {
    if (error instanceof RestoreRefused || error instanceof ArchiveError) throw new BadInput(error.message);
    throw error;
  });
  await report({ what: `${data}, as it was at ${madeAt}`, studies, withheld, deletedTokens }, options.json);
}

async function restored({ logHead = new Map(), acceptOlder = false, json }: Omit<Options, 'data'>): Promise<void> {
  const shared = sharedDatabase();
  if (!shared) throw new BadInput('DATABASE_URL: expected the address of the restored database');
  const { closeRestored } = await import('../backup/close-restored.ts');
  const { studies, withheld, deletedTokens } = await closeRestored(shared.url, logHead, acceptOlder).catch(
    (error: unknown) => {
      if (error instanceof RestoreRefused) throw new BadInput(error.message);
      throw error;
    },
  );
  await report({ what: 'the database', studies, withheld, deletedTokens }, json);
}

interface Report {
  readonly what: string;
  readonly studies: readonly StoredStudy[];
  readonly withheld: readonly StoredRound[];
  readonly deletedTokens: number;
}

async function report({ what, studies, withheld, deletedTokens }: Report, json = false): Promise<void> {
  if (json) {
    return writeJson({
      restored: what,
      studies: studies.map(({ signed, rounds }) => ({ name: signed.document.name, rounds: rounds.length })),
      closedWithoutRelease: withheld.map(({ id }) => id),
      deletedTokens,
    });
  }
  await writeTable([
    ['restored', what],
    ...studies.map(({ signed, rounds }) => ['study', `${signed.document.name}, rounds: ${rounds.length}`] as const),
    ...withheld.map(({ signed }) => ['closed without a release', signed.document.title] as const),
    ...(deletedTokens > 0 ? [['tokens', `deleted: ${deletedTokens}; make new ones`] as const] : []),
  ]);
  if (withheld.length > 0) console.error(english.say('round_withheld'));
}
