import { parseArgs } from 'node:util';
import { ConfigurationError, variables } from './configuration.ts';

/** What the operator says on the command line of one start. Everything lasting stands in the environment. */
export interface StartOptions {
  readonly help: boolean;
  readonly accepted: AcceptedAtStart;
}

/** What looks wrong or is lost, and that the operator knows it. */
export interface AcceptedAtStart {
  readonly missingKeys: boolean;
  readonly lostStudies: boolean;
  readonly newRetrySecret: boolean;
  readonly clock: boolean;
}

export const nothingAccepted: AcceptedAtStart = {
  missingKeys: false,
  lostStudies: false,
  newRetrySecret: false,
  clock: false,
};

/** Every option of a start, and what it means. */
const options = {
  help: 'say this, and start nothing',
  'accept-missing-keys': 'serve studies whose private key is lost; they get no further round',
  'accept-lost-studies': 'put aside keys whose study is lost; a study of that name starts anew, with another key',
  'accept-new-retry-secret': 'make a new retry-secret; a report that is sent again may then count twice',
  'accept-clock': 'the clock is right, although it is more than a day from the day on which a server last ran here',
} as const;

/** @throws {ConfigurationError} when a word is none of the options */
export function readStartOptions(words: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'boolean' as const }])),
    });
    return {
      help: values.help === true,
      accepted: {
        missingKeys: values['accept-missing-keys'] === true,
        lostStudies: values['accept-lost-studies'] === true,
        newRetrySecret: values['accept-new-retry-secret'] === true,
        clock: values['accept-clock'] === true,
      },
    };
  } catch {
    throw new ConfigurationError(`expected no other words than ${names().join(', ')}; --help says what they mean`);
  }
}

/** For `npm start -- --help`. */
export function usage(): string {
  const named = Object.entries(variables).map(
    ([name, variable]) => `  ${name.padEnd(17)} ${variable.meaning}\n${' '.repeat(20)}default: ${variable.default}`,
  );
  const chosen = Object.values(options).map((meaning, i) => `  ${names()[i]}\n${' '.repeat(20)}${meaning}`);
  return `npm start [-- options]: runs the study server.

The environment says how:
${named.join('\n')}

Options:
${chosen.join('\n')}

docs/operations.md says how to run, back up and check a server.`;
}

const names = (): string[] => Object.keys(options).map((name) => `--${name}`);
