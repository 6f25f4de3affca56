import { fstatSync } from 'node:fs';
import { UsageError } from './usage.ts';

/** Standard input, for a command that reads it to its end. Throws UsageError for a folder, which Node gives as an empty stream. */
export function standardInput(usage: string): typeof process.stdin {
  if (fstatSync(0).isDirectory()) throw new UsageError(`standard input is a folder: ${usage}`);
  if (process.stdin.isTTY) process.stderr.write(`Reading what is typed, up to Ctrl-D. To read a file: ${usage}\n`);
  return process.stdin;
}
