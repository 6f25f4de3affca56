import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** Only who runs the local cloud reads its state. */
export const ownerOnly = 0o600;

/** Writes some of the bytes, from `offset` on, at a place of the file; says how many. Tests hand in disks that fail. */
export type Write = (descriptor: number, bytes: Uint8Array, offset: number, position: number) => number;

const openForUpdate = constants.O_RDWR | constants.O_CREAT;

const writeSome: Write = (descriptor, bytes, offset, position) =>
  writeSync(descriptor, bytes, offset, bytes.length - offset, position);

/** State could not be written: what is on the disk is as it was. `code` is the operating system's. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly code: string;

  constructor(file: string, cause: unknown) {
    const code = codeOf(cause);
    super(
      `${what[code] ?? 'The disk failed'}: ${file} could not be written (${code}). ${advice[code] ?? ''}`.trimEnd(),
      {
        cause,
      },
    );
    this.code = code;
  }
}

const room = 'Make room there, then try again: nothing that was stored is lost.';
const what: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full',
  EDQUOT: 'The disk quota is used up',
  EROFS: 'The disk can only be read',
  EIO: 'The disk fails',
};
const advice: Readonly<Record<string, string>> = { ENOSPC: room, EDQUOT: room };

/** Whether an error is the disk's, not the program's. */
export function isDiskFailure(error: unknown): boolean {
  return Object.hasOwn(what, codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
}

/**
 * Writes bytes at `end`, where what is whole of the file ends, or at its own end where it is shorter; gives the new end. All of
 * them or, with a DiskError, none: the file is cut back.
 */
export function appendWhole(file: string, bytes: Uint8Array, end: number, write: Write = writeSome): number {
  let descriptor: number | undefined;
  let start = end;
  try {
    descriptor = openSync(file, openForUpdate, ownerOnly);
    start = Math.min(end, fstatSync(descriptor).size);
    writeAll(descriptor, bytes, start, write);
    return start + bytes.length;
  } catch (error) {
    if (descriptor !== undefined) cutBack(descriptor, start);
    throw error instanceof DiskError ? error : new DiskError(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Puts a file in the place of another, whole or not at all, also when the machine loses its power. Throws DiskError. */
export function replaceFile(file: string, bytes: Uint8Array, write: Write = writeSome): void {
  const next = `${file}.tmp`;
  try {
    rmSync(next, { force: true });
    const descriptor = openSync(next, 'wx', ownerOnly);
    try {
      writeAll(descriptor, bytes, 0, write);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw new DiskError(file, error);
  }
}

/** A disk that is nearly full takes a part, and refuses the rest. */
export function writeAll(descriptor: number, bytes: Uint8Array, position: number, write: Write = writeSome): void {
  for (let done = 0; done < bytes.length; ) {
    const written = write(descriptor, bytes, done, position + done);
    if (written <= 0) throw Object.assign(new Error('Nothing was written'), { code: 'ENOSPC' });
    done += written;
  }
}

/** Where even that fails, the next write begins at the same place, and a reader leaves out what is torn. */
export function cutBack(descriptor: number, end: number): void {
  try {
    ftruncateSync(descriptor, end);
  } catch {}
}
