import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { page } from './page.ts';

/** `lake completion bash|zsh`, of all of `program`. `end` is told the exit code. */
export function completionWords(program: () => CommandUnknownOpts, end: (code: number) => void) {
  return new Command('completion')
    .summary('completion of commands and options for bash or zsh')
    .description('Prints a script that completes the commands, options and files of lake.')
    .addArgument(new Argument('<SHELL>', 'for which').choices(['bash', 'zsh'] as const))
    .addHelpText(
      'after',
      page({
        examples: [
          'source <(lake completion bash)   # in ~/.bashrc',
          'source <(lake completion zsh)    # in ~/.zshrc, after compinit',
        ],
        notes: ["Where lake is called by npx, give it a name first: alias lake='npx lake'\n"],
      }),
    )
    .action(async (shell) => end((await import('../commands/completion.ts')).completion(shell, program())));
}
