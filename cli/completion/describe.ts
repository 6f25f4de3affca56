import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings';

/** What may stand somewhere: one of some words, a file, a folder, or anything. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'anything' };

export type DescribedOption = {
  readonly flags: readonly string[];
  readonly about: string;
  /** Undefined where it takes none. */
  readonly value: Value | undefined;
};

export type Described = {
  /** `replay raw`; empty for `lake` itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly DescribedOption[];
  /** Of the first argument; more of its kind may follow. */
  readonly argument: Value | undefined;
};

/** `lake` and the commands below it, as their definitions describe them. */
export function describeProgram(program: CommandUnknownOpts): readonly Described[] {
  const [root, ...below] = describe(program, []);
  if (root === undefined) return [];
  const commands = root.commands.filter(({ name }) => name !== 'help');
  return [root, { path: 'help', commands, options: [], argument: undefined }, ...below];
}

function describe(command: CommandUnknownOpts, path: readonly string[]): readonly Described[] {
  const help = command.createHelp();
  const [argument] = command.registeredArguments;
  const own: Described = {
    path: path.join(' '),
    commands: help
      .visibleCommands(command)
      .map((each) => ({ name: each.name(), about: help.subcommandDescription(each) })),
    options: help.visibleOptions(command).map((option) => ({
      flags: [option.long, option.short].filter((flag) => typeof flag === 'string'),
      about: option.description,
      value: option.required ? takenBy(option, option.flags) : undefined,
    })),
    argument: argument === undefined ? undefined : takenBy(argument, argument.name()),
  };
  return [own, ...command.commands.flatMap((each) => describe(each, [...path, each.name()]))];
}

/** A value's name says what it is: <FILE>, <DIR>. */
function takenBy({ argChoices }: Option | Argument, name: string): Value {
  if (argChoices !== undefined) return { kind: 'words', words: argChoices };
  if (name.includes('FILE')) return { kind: 'files' };
  return { kind: name.includes('DIR') ? 'folders' : 'anything' };
}
