import { type Command, InvalidArgumentError } from 'commander';
import { type RoundId, roundIdSchema, type StudyId, studyIdSchema } from '../../core/ids.ts';

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
  command.option('--data <directory>', 'its data directory', process.env.DONOR_DATA || '.data');

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

export function readOrigin(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text).origin;
  throw new InvalidArgumentError('Expected an address such as https://study.example.');
}
