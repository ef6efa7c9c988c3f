import { type Command, InvalidArgumentError } from 'commander';
import { readConfiguration, type SharedDatabase } from '../configuration.ts';
import { BadInput } from './bad-input.ts';

export interface DataOptions {
  /** Data directory of a study server on this machine. */
  readonly data: string;
}

export const withData = (command: Command): Command =>
  command.option(
    '--data <directory>',
    'its data directory; not used with DATABASE_URL',
    process.env.DONOR_DATA || '.data',
  );

/**
 * The database and secret of the environment, which come before a data directory, as they do for the server.
 *
 * @throws {BadInput} when a variable is wrong
 */
export function sharedDatabase(): SharedDatabase | undefined {
  const { DATABASE_URL, DONOR_SECRET } = process.env;
  try {
    return readConfiguration({ DATABASE_URL, DONOR_SECRET }).database;
  } catch (error) {
    throw new BadInput(error instanceof Error ? error.message : String(error));
  }
}

export function readOrigin(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text).origin;
  throw new InvalidArgumentError('Expected an address such as https://study.example.');
}
