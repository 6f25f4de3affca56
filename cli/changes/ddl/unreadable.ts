import { exitCodes } from '../../usage.ts';

/** What stands there cannot be read: exit code 2, and the text says where. */
export class UnreadableDdlError extends Error {
  override readonly name = 'UnreadableDdlError';
  readonly exitCode = exitCodes.wrong;

  constructor(file: string, line: number, mistake: string) {
    super(`${file}:${line}: ${mistake}`);
  }
}

/** The line, from 1, of an offset in a text. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
