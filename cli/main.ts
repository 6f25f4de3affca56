import { exitCodeOf, tell, tellFault } from './failure.ts';
import { createProgram, isShownHelp, pathOf, RefusedError, readableWords } from './program.ts';
import { keepHome } from './surroundings.ts';
import { guardOutput, isOutputLost } from './terminal/output.ts';

/** Runs one command; its exit code is set, and errors are told in a line or two, with what to do next. */
export async function main(args: readonly string[]): Promise<void> {
  let running = 'lake';
  const end = (code: number) => {
    if (!isOutputLost()) process.exitCode = code;
  };
  guardOutput(() => running);
  keepHome(process.env);
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${running}: ${tellFault(error)}\n`);
    process.exit(exitCodeOf(error));
  });
  const program = createProgram(end).hook('preAction', (_, command) => {
    running = pathOf(command);
  });
  try {
    await program.parseAsync([...readableWords(program, args)], { from: 'user' });
  } catch (error) {
    if (isShownHelp(error)) return;
    const path = error instanceof RefusedError ? error.command : running;
    process.stderr.write(`${path}: ${tell(error)}\n`);
    end(exitCodeOf(error));
  }
}
