import type { ByteWindow } from '@tributary/shared/objects/byte-window.ts';
import { AvroEnd, AvroFault } from './avro-fault.ts';
import { type Unpack, unpackOf } from './codecs.ts';
import { type Decode, readText } from './primitive.ts';
import { decodeOf } from './schema.ts';
import { readBytes, readCount, readLong, type Tap, tapOf } from './tap.ts';

/** What a container file says of itself. */
export type Header = {
  /** Where its first block begins. */
  readonly end: number;
  readonly decode: Decode;
  readonly unpack: Unpack;
  /** Stands behind each block. */
  readonly sync: Buffer;
};

const magic = 'Obj\u0001';
export const syncBytes = 16;
const firstReadBytes = 64 * 1024;
/** Schemas are some KB long. */
const mostHeaderBytes = 4 * 1024 * 1024;

/** Reads a header from the beginning of a file. Throws AvroFault where it is none that can be read. */
export async function readHeader(window: ByteWindow): Promise<Header> {
  for (let size = firstReadBytes; size <= mostHeaderBytes; size *= 8) {
    const bytes = await window.fill(size);
    const header = headerIn(Buffer.from(bytes));
    if (header !== undefined) return header;
    if (bytes.length < size) throw new AvroFault('it ends within its header');
  }
  throw new AvroFault(`its header is of more than ${mostHeaderBytes} bytes`);
}

/** Undefined where the bytes end within it. */
function headerIn(bytes: Buffer): Header | undefined {
  if (bytes.toString('latin1', 0, magic.length) !== magic) throw new AvroFault('an Avro file begins with Obj and 1');
  const tap = tapOf(bytes);
  tap.at = magic.length;
  const read = membersAt(tap);
  if (read === undefined) return undefined;
  const { members, sync } = read;
  const schema = members.get('avro.schema');
  if (schema === undefined) throw new AvroFault('it says no schema');
  return {
    end: tap.at,
    decode: decodeOf(jsonOf(schema)),
    unpack: unpackOf(members.get('avro.codec')?.toString('utf8') ?? 'null'),
    sync,
  };
}

function membersAt(tap: Tap) {
  const members = new Map<string, Buffer>();
  try {
    for (let count = readCount(tap); count !== 0; count = readCount(tap)) {
      if (count < 0) readLong(tap);
      for (let at = 0; at < Math.abs(count); at += 1) members.set(readText(tap), readBytes(tap, readCount(tap)));
    }
    return { members, sync: readBytes(tap, syncBytes) };
  } catch (error) {
    if (error instanceof AvroEnd) return undefined;
    throw error;
  }
}

function jsonOf(schema: Buffer): unknown {
  try {
    return JSON.parse(schema.toString('utf8'));
  } catch (error) {
    throw new AvroFault('its schema is no JSON', { cause: error });
  }
}
