import { type Command, InvalidArgumentError } from 'commander';
import { type RoundId, roundIdSchema, type StudyId, studyIdSchema } from '../../core/ids.ts';
import { readConfiguration, type SharedDatabase } from '../configuration.ts';
import { BadInput } from './bad-input.ts';

export interface ServerOptions {
  /** Origin of a running study server. */
  readonly server: string;
}
export interface DataOptions {
  /** Data directory of a study server on this machine. */
  readonly data: string;
}

export const withServer = (command: Command): Command =>
  command.option('--server <url>', 'address of the study server', readOrigin, 'http://127.0.0.1:8787');

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

export function readRound(text: string): RoundId {
  const round = roundIdSchema.safeParse(text);
  if (round.success) return round.data;
  throw new InvalidArgumentError('Expected the 64 hexadecimal digits of a round; the results page shows them.');
}

export function readStudy(text: string): StudyId {
  const study = studyIdSchema.safeParse(text);
  if (study.success) return study.data;
  throw new InvalidArgumentError('Expected the 64 hexadecimal digits of a study; its page shows them.');
}

function readOrigin(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text).origin;
  throw new InvalidArgumentError('Expected an address such as https://study.example.');
}
