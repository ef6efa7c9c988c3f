import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { SharedDatabase } from '../configuration.ts';
import { BadInput } from './bad-input.ts';
import { type DataOptions, sharedDatabase, withData } from './server-options.ts';
import { write } from './standard-output.ts';

export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('check the database of a server: hashes, signatures, and counters against a recount of all votes');
  withData(command).action(verify);
}

async function verify({ data }: DataOptions): Promise<void> {
  const shared = sharedDatabase();
  const damage = shared ? await sharedDamage(shared) : await damageOf(data);
  if (damage.length > 0) throw new Error(`the database is damaged:\n${damage.join('\n')}`);
  await write('hashes, signatures, counters and votes agree\n');
}

async function sharedDamage({ url }: SharedDatabase): Promise<string[]> {
  const { examineDatabase } = await import('../store/postgres/examination.ts');
  return examineDatabase(url, ({ damage }) => damage());
}

async function damageOf(data: string): Promise<string[]> {
  const file = join(data, 'donor.sqlite');
  if (!existsSync(file)) throw new BadInput(`expected a database in ${file}; name the data directory with --data`);
  // Loaded here: the other commands should not wait for SQLite.
  const { readDatabase } = await import('../store/sqlite/reading.ts');
  const { verifyDatabase } = await import('../store/sqlite/verify.ts');
  return readDatabase(file, verifyDatabase).catch((error: Error) => {
    throw new Error(`${file}: ${error.message}`);
  });
}
