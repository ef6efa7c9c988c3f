import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { RoundId, StudyId } from '../../core/ids.ts';
import { askServer } from './ask-server.ts';
import { BadInput } from './bad-input.ts';
import { type DataOptions, readRound, readStudy, type ServerOptions, withData, withServer } from './server-options.ts';
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

export function addEnd(program: Command): void {
  const command = program
    .command('end')
    .description('end a study of a running server for good, before its time: its rounds close, and none is added')
    .argument('<study>', 'id of the study', readStudy);
  withData(withServer(command)).action(end);
}

export function addWithdraw(program: Command): void {
  const command = program
    .command('withdraw')
    .description(
      'withdraw a study of a running server for good: its rounds close, and the devices that joined it leave it',
    )
    .argument('<study>', 'id of the study', readStudy);
  withData(withServer(command)).action(withdraw);
}

async function close(round: RoundId, options: ServerOptions & DataOptions): Promise<void> {
  await ask(`/v1/rounds/${round}/close`, options);
  await write(`closed ${round}\n`);
}

async function end(study: StudyId, options: ServerOptions & DataOptions): Promise<void> {
  await ask(`/v1/studies/${study}/end`, options);
  await write(`ended ${study}\n`);
}

async function withdraw(study: StudyId, options: ServerOptions & DataOptions): Promise<void> {
  await ask(`/v1/studies/${study}/withdraw`, options);
  await write(`withdrawn ${study}\n`);
}

/** Asks as the administrator, with the token in the server's data directory. */
async function ask(path: string, { server, data }: ServerOptions & DataOptions): Promise<void> {
  const file = join(data, 'admin-token');
  const token = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(
      `expected the administrator token in ${file}; name the data directory of the server with --data`,
    );
  });
  await askServer(`${server}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.trim()}` },
  });
}
