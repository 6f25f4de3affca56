import { closeSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';

const chunkBytes = 65_536;

/** Cuts off the line that a killed process or a full disk left torn; gives the file's length after that, 0 without a file. */
export function dropTornLine(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return 0;
  const descriptor = openSync(file, 'r+');
  try {
    const end = endOfLines(descriptor, size);
    if (end < size) ftruncateSync(descriptor, end);
    return end;
  } finally {
    closeSync(descriptor);
  }
}

function endOfLines(descriptor: number, size: number): number {
  const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size));
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const length = readSync(descriptor, chunk, 0, end - start, start);
    const newline = chunk.subarray(0, length).lastIndexOf(10);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}
