import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';
import { type PassphraseOptions, readPassphrase, withPassphrase } from './passphrase.ts';
import { type DataOptions, sharedDatabase, withData } from './server-options.ts';
import { type JsonOption, withJson, writeJson, writeTable } from './standard-output.ts';

export function addBackup(program: Command): void {
  const command = program
    .command('backup')
    .description('write database, keys and secrets into one encrypted file, also while the server runs')
    .argument('<file>', 'file that does not exist yet');
  withJson(withPassphrase(withData(command))).action(backup);
}

const withPgDump =
  'a PostgreSQL database is backed up with pg_dump, and DONOR_SECRET is kept apart from it: docs/operations.md says how. ' +
  'For a data directory, unset DATABASE_URL';

async function backup(file: string, options: DataOptions & PassphraseOptions & JsonOption): Promise<void> {
  const { data } = options;
  if (sharedDatabase()) throw new BadInput(withPgDump);
  if (existsSync(file)) throw new BadInput(`${file} exists already; expected the name of a new file`);
  if (!existsSync(join(data, 'donor.sqlite'))) {
    throw new BadInput(`expected a database in ${data}; name the data directory with --data`);
  }
  const passphrase = await readPassphrase(options);
  const { makeBackup } = await import('../backup/make-backup.ts');
  const { studies, withoutKey } = await makeBackup(data, file, passphrase, Date.now());
  for (const name of withoutKey) console.error(`The key of "${name}" is not there, and so not in the backup.`);
  if (options.json) {
    const logHeads = studies.map(({ signed, rounds }) => [signed.document.name, rounds.at(-1)?.id ?? null] as const);
    return writeJson({ written: file, logHeads: Object.fromEntries(logHeads), withoutKey });
  }
  await writeTable([
    ['written', file],
    ...studies.map(
      ({ signed, rounds }) => [`log head of ${signed.document.name}`, rounds.at(-1)?.id ?? 'none'] as const,
    ),
  ]);
}
