import { Argument, type Command } from 'commander';
import { write } from './standard-output.ts';

interface Described {
  readonly name: string;
  readonly description: string;
}
interface Completed extends Described {
  /** Its own, and those of its commands. */
  readonly options: readonly Described[];
  readonly commands: readonly Described[];
}

/** @param program holds all commands by the time this one runs */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('print what makes a shell complete the words of donor; --help says how to load it')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      `
bash:  source <(donor completion bash)
zsh:   source <(donor completion zsh)
fish:  donor completion fish | source
In a checkout without an installed donor: alias donor='npx donor'. Put the lines into the start file of the shell.`,
    )
    .action((shell: keyof typeof scripts) => write(scripts[shell](commandsOf(program))));
}

const commandsOf = (program: Command): Completed[] =>
  program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    commands: command.commands.map((each) => ({ name: each.name(), description: each.description() })),
    options: [command, ...command.commands]
      .flatMap((each) => [...each.options, ...program.createHelp().visibleOptions(each)])
      .filter(({ long }, i, all) => long && all.findIndex((other) => other.long === long) === i)
      .map(({ long, description }) => ({ name: long as string, description })),
  }));

const words = (list: readonly Described[]): string => list.map(({ name }) => name).join(' ');
const singleQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const nested = (commands: readonly Completed[]): Completed[] =>
  commands.filter((command) => command.commands.length > 0);

/** A list without words falls back to file names. */
const bash = (commands: readonly Completed[]): string => `_donor() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${words(commands)}' -- "$word"))
  elif [ "\${COMP_WORDS[1]}" = completion ]; then
    COMPREPLY=($(compgen -W '${Object.keys(scripts).join(' ')}' -- "$word"))
  elif [[ "$word" != -* && "$COMP_CWORD" -eq 2 ]]; then
    case "\${COMP_WORDS[1]}" in
${nested(commands)
  .map((each) => `      ${each.name}) COMPREPLY=($(compgen -W '${words(each.commands)}' -- "$word")) ;;`)
  .join('\n')}
    esac
  elif [[ "$word" == -* ]]; then
    case "\${COMP_WORDS[1]}" in
${commands.map(({ name, options }) => `      ${name}) COMPREPLY=($(compgen -W '${words(options)}' -- "$word")) ;;`).join('\n')}
    esac
  fi
}
complete -o bashdefault -o default -F _donor donor
`;

const zshList = (list: readonly Described[]): string =>
  list.map(({ name, description }) => singleQuoted(`${name}:${description}`)).join(' ');

const zsh = (commands: readonly Completed[]): string => `_donor() {
  local -a found
  if (( CURRENT == 2 )); then
    found=(${zshList(commands)})
    _describe command found
  elif [[ "$words[2]" == completion ]]; then
    found=(${Object.keys(scripts).join(' ')})
    _describe shell found
${nested(commands)
  .map(
    (each) => `  elif [[ "$words[2]" == ${each.name} ]] && (( CURRENT == 3 )); then
    found=(${zshList(each.commands)})
    _describe command found
`,
  )
  .join('')}  elif [[ "$words[CURRENT]" == -* ]]; then
    case "$words[2]" in
${commands.map(({ name, options }) => `      ${name}) found=(${zshList(options)}) ;;`).join('\n')}
    esac
    _describe option found
  else
    _files
  fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _donor donor
`;

const fish = (commands: readonly Completed[]): string =>
  commands
    .flatMap(({ name, description, options, commands: inside }) => [
      `complete -c donor -n __fish_use_subcommand -f -a ${name} -d ${singleQuoted(description)}`,
      ...options.map(
        (option) =>
          `complete -c donor -n '__fish_seen_subcommand_from ${name}' -l ${option.name.slice(2)} -d ${singleQuoted(option.description)}`,
      ),
      ...inside.map(
        (each) =>
          `complete -c donor -n '__fish_seen_subcommand_from ${name}' -f -a ${each.name} -d ${singleQuoted(each.description)}`,
      ),
    ])
    .concat(`complete -c donor -n '__fish_seen_subcommand_from completion' -f -a '${Object.keys(scripts).join(' ')}'`)
    .join('\n')
    .concat('\n');

const scripts = { bash, zsh, fish } as const;
