import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { bashScript } from '../completion/bash.ts';
import { describeProgram } from '../completion/describe.ts';
import { zshScript } from '../completion/zsh.ts';
import { exitCodes } from '../usage.ts';

const scripts = { bash: bashScript, zsh: zshScript } as const;

/** `lake completion bash|zsh`: a script on standard output. */
export function completion(shell: keyof typeof scripts, program: CommandUnknownOpts): number {
  process.stdout.write(scripts[shell](describeProgram(program)));
  return exitCodes.done;
}
