import { exitCodes } from '../usage.ts';

let lost = false;

/** What was written could not be: the process ends as that says, whatever else happens. */
export function isOutputLost(): boolean {
  return lost;
}

/**
 * Ends the process when its output cannot be written: without a word where the reader has seen enough, as `head` does; else with one
 * (`name` says whose). A command that listens for SIGTERM is told by that, and cleans up.
 */
export function guardOutput(name: () => string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    lose(error, `${name()}: standard output cannot be written: ${error.message}\n`),
  );
  process.stderr.on('error', (error: NodeJS.ErrnoException) => lose(error, ''));
}

function lose({ code }: NodeJS.ErrnoException, words: string): void {
  if (lost) return;
  lost = true;
  const isRead = code === 'EPIPE';
  process.exitCode = isRead ? exitCodes.done : process.exitCode || exitCodes.failed;
  if (!isRead && words !== '') process.stderr.write(words);
  if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM');
  else process.exit();
}

/** Writes, and waits where the reader is slower. */
export async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
}
