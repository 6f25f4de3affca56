import { statSync } from 'node:fs';
import { appendWhole, DiskError, type Write } from './disk.ts';

export type DamagedLine = { readonly number: number; readonly bytes: Buffer };

/** A file's whole lines; a torn one behind the last newline, of a write that was never acknowledged, is none of them. */
export type Lines = { readonly lines: readonly Buffer[]; readonly end: number };

type Aside = { readonly write?: Write | undefined; readonly warn?: ((text: string) => void) | undefined };

const newline = 10;

export function splitLines(bytes: Buffer): Lines {
  const lines: Buffer[] = [];
  let end = 0;
  for (let next = bytes.indexOf(newline); next >= 0; next = bytes.indexOf(newline, end)) {
    lines.push(bytes.subarray(end, next));
    end = next + 1;
  }
  return { lines, end };
}

/**
 * Tells of lines that cannot be read and puts their bytes beside the file, in `<file>.damaged`. Says whether they are safe there,
 * so that the file may be written without them.
 */
export function keepAside(file: string, damaged: readonly DamagedLine[], aside: Aside = {}): boolean {
  const { write, warn = warnOnStderr } = aside;
  if (damaged.length === 0) return true;
  const target = `${file}.damaged`;
  const numbers = damaged.map(({ number }) => number).join(', ');
  warn(`${file}:${numbers} is damaged and left out; all other lines are kept. Its bytes are in ${target}`);
  try {
    const bytes = Buffer.concat(damaged.flatMap((line) => [line.bytes, Buffer.from('\n')]));
    appendWhole(target, bytes, statSync(target, { throwIfNoEntry: false })?.size ?? 0, write);
    return true;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    warn(error.message);
    return false;
  }
}

const told = new Set<string>();

/** For damage that stays in its file and is come by again and again. */
export function warnOnce(text: string): void {
  if (told.has(text)) return;
  told.add(text);
  warnOnStderr(text);
}

export function warnOnStderr(text: string): void {
  process.stderr.write(`  ! ${text}\n`);
}
