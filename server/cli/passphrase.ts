import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { BadInput } from './bad-input.ts';

export interface PassphraseOptions {
  readonly passphraseFile?: string;
}

const variable = 'DONOR_BACKUP_PASSPHRASE';
/** Below it a thief of the file guesses it, whatever scrypt costs him. */
const fewestCharacters = 12;

export const withPassphrase = (command: Command): Command =>
  command.option(
    '--passphrase-file <file>',
    `file whose first line is the passphrase; without it ${variable} is asked`,
  );

/** A passphrase never stands on the command line, where every user of a machine can read it. */
export async function readPassphrase({ passphraseFile }: PassphraseOptions): Promise<string> {
  const text =
    passphraseFile === undefined
      ? (process.env[variable] ?? '')
      : await readFile(passphraseFile, 'utf8').catch(() => {
          throw new BadInput(`--passphrase-file: expected a file with a passphrase at ${passphraseFile}`);
        });
  const [passphrase = ''] = text.split(/\r?\n/);
  if (passphrase.length >= fewestCharacters) return passphrase;
  throw new BadInput(
    `expected a passphrase of at least ${fewestCharacters} characters in ${variable}, or in a file that --passphrase-file names`,
  );
}
