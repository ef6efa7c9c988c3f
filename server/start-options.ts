import { parseArgs } from 'node:util';
import { ConfigurationError, variables } from './configuration.ts';

/** What the operator says on the command line of one start. Everything lasting stands in the environment. */
export interface StartOptions {
  readonly help: boolean;
}

/** Every option of a start, and what it means. */
const options = {
  help: 'say this, and start nothing',
} as const;

/** @throws {ConfigurationError} when a word is none of the options */
export function readStartOptions(words: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'boolean' as const }])),
    });
    return { help: values.help === true };
  } catch {
    throw new ConfigurationError(`expected no other words than ${names().join(', ')}; --help says what they mean`);
  }
}

/** For `npm start -- --help`. */
export function usage(): string {
  const named = Object.entries(variables).map(
    ([name, variable]) => `  ${name.padEnd(17)} ${variable.meaning}\n${' '.repeat(20)}default: ${variable.default}`,
  );
  const chosen = Object.values(options).map((meaning, i) => `  ${names()[i]?.padEnd(17)} ${meaning}`);
  return `npm start [-- options]: runs the study server.

The environment says how:
${named.join('\n')}

Options:
${chosen.join('\n')}

docs/operations.md says how to run, back up and check a server.`;
}

const names = (): string[] => Object.keys(options).map((name) => `--${name}`);
