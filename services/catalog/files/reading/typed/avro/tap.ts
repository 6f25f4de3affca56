import { AvroEnd, AvroFault } from './avro-fault.ts';

/** Bytes that values are read from, one after the other. */
export type Tap = {
  readonly bytes: Buffer;
  at: number;
  /** How many more values may come: some take no bytes at all, and a broken count must not make billions of them. */
  left: number;
  depth: number;
};

// Fields without bytes, structs around them: more than this no file means.
const valuesPerByte = 8;
const freeValues = 1_000_000;

export function tapOf(bytes: Buffer): Tap {
  return { bytes, at: 0, left: bytes.length * valuesPerByte + freeValues, depth: 0 };
}

// Records in records of the same kind, as lists are linked; each takes calls of its own.
const mostDepth = 1_000;

/** To be called before a value with values in it, which `leave` follows. */
export function enter(tap: Tap): void {
  tap.depth += 1;
  if (tap.depth > mostDepth) throw new AvroFault(`a value is more than ${mostDepth} levels deep`);
}

export function leave(tap: Tap): void {
  tap.depth -= 1;
}

/** To be called before `count` values. */
export function spend(tap: Tap, count: number): void {
  tap.left -= count;
  if (!(tap.left >= 0)) throw new AvroFault('it is said to hold more values than there can be');
}

export function readBytes(tap: Tap, length: number): Buffer {
  if (!(length >= 0)) throw new AvroFault(`a length is ${length}`);
  const end = tap.at + length;
  if (end > tap.bytes.length) throw new AvroEnd('it ends within a value');
  const bytes = tap.bytes.subarray(tap.at, end);
  tap.at = end;
  return bytes;
}

export function readByte(tap: Tap): number {
  const byte = tap.bytes[tap.at];
  if (byte === undefined) throw new AvroEnd('it ends within a value');
  tap.at += 1;
  return byte;
}

const mostBytes = 10;

/** A number of seven bits a byte, the lowest first, without a sign; only about what it is where a double cannot hold it. */
export function readUnsigned(tap: Tap): number {
  const start = tap.at;
  let value = 0;
  let scale = 1;
  for (let byte = readByte(tap); ; byte = readByte(tap)) {
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
    if (tap.at - start >= mostBytes) throw new AvroFault('a number is of more than 64 bits');
  }
}

/** A whole number of up to 64 bits, as a bigint where a double cannot hold it. */
export function readLong(tap: Tap): number | bigint {
  const start = tap.at;
  const value = readUnsigned(tap);
  if (value > Number.MAX_SAFE_INTEGER) return wideLong(tap.bytes.subarray(start, tap.at));
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Of the bytes of one that does not fit 53 bits. */
function wideLong(bytes: Buffer): number | bigint {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 7n) | BigInt(byte & 0x7f);
  const signed = BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  const near = Number(signed);
  return Number.isSafeInteger(near) ? near : signed;
}

/** A count, or a place in a list. */
export function readCount(tap: Tap): number {
  const count = readLong(tap);
  if (typeof count === 'bigint') throw new AvroFault(`a count is ${count}`);
  return count;
}
