import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { type FoundFormat, readFile } from './read-file.ts';
import { readAll } from './reading-for-tests.ts';
import type { ReadingHints } from './records.ts';

const salvage = createSalvage();

/** Reads a file of any kind, to its end. */
export async function read(content: string | Buffer, key?: string, hints: ReadingHints = {}) {
  const found: FoundFormat[] = [];
  const about = (each: FoundFormat) => found.push(each);
  const told = await readAll(Buffer.from(content), (open, options) =>
    readFile(open, { ...options, hints, salvage, about, ...(key !== undefined && { key }) }),
  );
  return { ...told, found: found[0], reasons: told.rejected.map(({ reason }) => reason) };
}

export const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
