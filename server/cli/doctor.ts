import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';
import { type DataOptions, sharedDatabase, withData } from './server-options.ts';
import { type JsonOption, withJson, writeJson, writeTable } from './standard-output.ts';

export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description(
      'look at everything in the data directory or the database of a server and say what is wrong; changes nothing',
    );
  withJson(withData(command)).action(doctor);
}

async function doctor({ data, json }: DataOptions & JsonOption): Promise<void> {
  const shared = sharedDatabase();
  if (!shared && !existsSync(data)) throw new BadInput(`expected a data directory at ${data}; name it with --data`);
  const findings = shared
    ? await (await import('../shared-doctor.ts')).examineShared(shared)
    : await (await import('../doctor.ts')).examine(data);
  if (json) await writeJson({ findings });
  else await writeTable(findings.map(({ what, wrong, good }) => [what, wrong.length === 0 ? good : 'WRONG']));
  const wrong = findings.flatMap((finding) => finding.wrong);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}
