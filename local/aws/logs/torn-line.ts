import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';

/** Ends the line that a killed process left torn, so that the next one stands alone; the file's length after that, 0 without a file. */
export function closeTornLine(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return 0;
  const descriptor = openSync(file, 'r+');
  try {
    const last = Buffer.alloc(1);
    readSync(descriptor, last, 0, 1, size - 1);
    return last[0] === 10 ? size : size + writeSync(descriptor, '\n', size);
  } finally {
    closeSync(descriptor);
  }
}
