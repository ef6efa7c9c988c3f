import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { RoundId } from '../../core/ids.ts';
import { askServer } from './ask-server.ts';
import { BadInput } from './bad-input.ts';
import { type DataOptions, readRound, type ServerOptions, withData, withServer } from './server-options.ts';
import { write } from './standard-output.ts';

export function addClose(program: Command): void {
  const command = program
    .command('close')
    .description(
      'close a round of a running server for good, before its time; releases its estimates if enough reports came',
    )
    .argument('<round>', 'id of the round', readRound);
  withData(withServer(command)).action(close);
}

async function close(round: RoundId, { server, data }: ServerOptions & DataOptions): Promise<void> {
  const file = join(data, 'admin-token');
  const token = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(
      `expected the administrator token in ${file}; name the data directory of the server with --data`,
    );
  });
  await askServer(`${server}/v1/rounds/${round}/close`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.trim()}` },
  });
  await write(`closed ${round}\n`);
}
