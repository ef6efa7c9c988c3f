import { type Command, InvalidArgumentError } from 'commander';

export interface DataOptions {
  /** Data directory of a study server on this machine. */
  readonly data: string;
}

export const withData = (command: Command): Command =>
  command.option('--data <directory>', 'its data directory', process.env.DONOR_DATA || '.data');

export function readOrigin(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text).origin;
  throw new InvalidArgumentError('Expected an address such as https://study.example.');
}
