import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { percent, percentRange } from '../../core/percent.ts';
import { bundleSchema } from '../../core/protocol/bundle.ts';
import type { SharedDatabase } from '../configuration.ts';
import { english } from '../language/english.ts';
import { noneLabel } from '../pages/wording.ts';
import { BadInput } from './bad-input.ts';
import { type DataOptions, sharedDatabase, withData } from './server-options.ts';
import { type JsonOption, withJson, write, writeJson, writeTable } from './standard-output.ts';

interface VerifyOptions extends DataOptions, JsonOption {
  readonly bundle?: string;
}

export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('check the database of a server: hashes, signatures, and counters against a recount of all votes')
    .option('--bundle <file>', 'check a bundle instead, and compute its results anew; needs no server');
  withJson(withData(command)).action(verify);
}

async function verify({ data, bundle, json }: VerifyOptions): Promise<void> {
  if (bundle !== undefined) return verifyFile(bundle, json === true);
  const shared = sharedDatabase();
  const damage = shared ? await sharedDamage(shared) : await damageOf(data);
  if (json) await writeJson({ damage });
  if (damage.length > 0) throw new Error(`the database is damaged:\n${damage.join('\n')}`);
  if (!json) await write('hashes, signatures, counters and votes agree\n');
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

async function verifyFile(file: string, json: boolean): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(`expected a file of donor bundle at ${file}`);
  });
  const { verifyBundle } = await import('../results/verify-bundle.ts');
  const parsed = bundleSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadInput(`${file}: no file of donor bundle (${issue?.path.join('.') || 'JSON'}: ${issue?.message})`);
  }
  const { rounds, damage, study } = await verifyBundle(parsed.data);
  if (json) await writeJson({ study, rounds, damage });
  else {
    for (const { title, kind, texts, outcome } of rounds) {
      await write(`${title}${outcome ? `: ${outcome.reports} reports` : ': nothing was released'}\n`);
      if (!outcome) continue;
      const lines = [...outcome.shares].sort((a, b) => b.share - a.share);
      await writeTable(
        [...lines, ...(outcome.none ? [outcome.none] : [])].map((line) => [
          line === outcome.none ? noneLabel(english, kind) : (texts[line.index] ?? ''),
          `${percent(line.share).padStart(8)}  ${percentRange(line.low, line.high).padStart(18)}`,
        ]),
      );
    }
  }
  if (damage.length > 0) throw new Error(`${file} is damaged:\n${damage.join('\n')}`);
  if (!json) await write('hashes, signatures and counts agree\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
