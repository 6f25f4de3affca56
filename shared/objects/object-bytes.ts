import type { OpenObject } from './read-object.ts';

export type ObjectRange = { readonly bytes: Buffer; readonly size: number };

/** Bytes [offset, offset + length) of an object, as far as it has them, and its size. Throws when it cannot be read. */
export type ReadRange = (offset: number, length: number) => Promise<ObjectRange>;

/** What an object is read by. */
export const partBytes = 4 * 1024 * 1024;

export type ObjectBytes = {
  readonly open: OpenObject;
  /** The object's size, once its first bytes have been read. */
  readonly size: () => number;
  /** The same before. */
  readonly findSize: () => Promise<number>;
};

/** Reads an object part by part, the next part while the last one is being worked on: two parts are in memory. */
export function createObjectBytes(readRange: ReadRange): ObjectBytes {
  let size = Number.POSITIVE_INFINITY;
  const read = async (offset: number): Promise<Buffer> => {
    const part = await readRange(offset, partBytes);
    size = part.size;
    if (part.bytes.length === 0 && offset < size) throw new Error(`the object gave no bytes at ${offset} of ${size}`);
    return part.bytes;
  };
  /** A failure is thrown where the part is awaited, not before. */
  const readAhead = (offset: number): Promise<Buffer> => {
    const part = read(offset);
    part.catch(() => undefined);
    return part;
  };
  return {
    size: () => size,
    async findSize() {
      if (size === Number.POSITIVE_INFINITY) ({ size } = await readRange(0, 1));
      return size;
    },
    async *open(offset) {
      let next = readAhead(offset);
      for (let at = offset; at < size; ) {
        const part = await next;
        at += part.length;
        if (at < size) next = readAhead(at);
        yield part;
      }
    },
  };
}
