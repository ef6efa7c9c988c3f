import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';
import { type DataOptions, withData } from './server-options.ts';
import { type JsonOption, withJson, write, writeJson } from './standard-output.ts';

export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('check the database of a server: hashes, signatures, and counters against a recount of all votes');
  withJson(withData(command)).action(verify);
}

async function verify({ data, json }: DataOptions & JsonOption): Promise<void> {
  const file = join(data, 'donor.sqlite');
  if (!existsSync(file)) throw new BadInput(`expected a database in ${file}; name the data directory with --data`);
  // Loaded here: the other commands should not wait for SQLite.
  const { readDatabase } = await import('../store/sqlite/reading.ts');
  const { verifyDatabase } = await import('../store/sqlite/verify.ts');
  const damage = await readDatabase(file, verifyDatabase).catch((error: Error) => {
    throw new Error(`${file}: ${error.message}`);
  });
  if (json) await writeJson({ file, damage });
  if (damage.length > 0) throw new Error(`${file} is damaged:\n${damage.join('\n')}`);
  if (!json) await write('hashes, signatures, counters and votes agree\n');
}
