import { createParseLine, type ParseLine } from './parse-line.ts';
import type { HaproxySettings } from './settings.ts';
import { createReadUsual, type ReadUsual } from './usual/read-usual.ts';

/** The two ways to read a line: the usual ones where they lie, by the batch, and any line as a text. They say the same. */
export type LineReaders = { readonly parseLine: ParseLine; readonly readUsual: ReadUsual };

export function createLineReaders(settings: HaproxySettings): LineReaders {
  return { parseLine: createParseLine(settings), readUsual: createReadUsual(settings) };
}
