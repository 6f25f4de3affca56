import { ParquetFault } from '../parquet/read/fault.ts';
import { footerBytesOf, type Layout, layoutOf, magic } from '../parquet/read/layout.ts';
import { createByteWindow } from './byte-window.ts';
import type { OpenObject } from './read-object.ts';

type Of = {
  /** Where it is not known, the object is read once to its end. */
  readonly size: (() => Promise<number>) | undefined;
  readonly mostGroupBytes: number;
};

/** One request reads nearly every footer. */
const firstReadBytes = 65_536;
/** It is held as objects, which take many times the room. */
const mostFooterBytes = 16 * 1024 * 1024;

/** What an object's footer says of it, or why it is no Parquet file. Throws where the object cannot be read. */
export async function readLayout(open: OpenObject, { size: sizeOf, mostGroupBytes }: Of) {
  const size = await (sizeOf?.() ?? readThrough(open));
  try {
    return { size, layout: await layoutIn(open, size, mostGroupBytes) };
  } catch (error) {
    if (error instanceof ParquetFault) return { size, layout: error };
    throw error;
  }
}

async function layoutIn(open: OpenObject, size: number, mostGroupBytes: number): Promise<Layout> {
  const tail = await readFrom(open, Math.max(0, size - firstReadBytes), size);
  const footerBytes = footerBytesOf(tail, size);
  if (footerBytes > mostFooterBytes)
    throw new ParquetFault(`its footer is of ${footerBytes} bytes, and at most ${mostFooterBytes} are read`);
  const head = await readFrom(open, 0, magic.length);
  if (head.toString('latin1') !== magic) throw new ParquetFault('a Parquet file begins with PAR1');
  const footer =
    footerBytes <= tail.length ? tail.subarray(-footerBytes) : await readFrom(open, size - footerBytes, size);
  return layoutOf(footer, size, mostGroupBytes);
}

async function readFrom(open: OpenObject, offset: number, end: number): Promise<Buffer> {
  return createByteWindow(open(offset), offset).fill(end - offset);
}

async function readThrough(open: OpenObject): Promise<number> {
  let size = 0;
  for await (const part of open(0)) size += part.length;
  return size;
}
