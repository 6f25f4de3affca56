import { isUtf8 } from 'node:buffer';

/**
 * AMQP's field tables, as RabbitMQ and its clients write them (https://www.rabbitmq.com/amqp-0-9-1-errata). Integers of 64 bits are
 * numbers where a number holds them, bigints otherwise; times and decimals are marked as amqplib marks them; bytes are a Buffer, and so is
 * text that is no UTF-8.
 */
export type FieldTable = Readonly<Record<string, unknown>>;

/** Why a table cannot be read. */
export class FieldTableError extends Error {
  override readonly name = 'FieldTableError';
}

/** A place in bytes; reading moves it on. */
export type Cursor = { readonly bytes: Buffer; at: number };

// A table in a table takes seven bytes, a frame holds 128 kB of them, and each is a call on the stack.
const maxDepth = 64;

/** Reads the table whose fields are all of `bytes`; throws FieldTableError. */
export function readFieldTable(bytes: Buffer, depth = 0): FieldTable {
  if (depth > maxDepth) throw new FieldTableError(`tables nest deeper than ${maxDepth} levels`);
  const cursor: Cursor = { bytes, at: 0 };
  const fields: [string, unknown][] = [];
  while (cursor.at < bytes.length) {
    const name = readShortText(cursor);
    fields.push([name, readField(cursor, name, depth)]);
  }
  // fromEntries makes properties of all names, of `__proto__` too.
  return Object.fromEntries(fields);
}

/** A text of up to 255 bytes. What is no UTF-8 is read as Latin-1, so that what differs stays different. */
export function readShortText(cursor: Cursor): string {
  const { bytes, at } = cursor;
  const start = at + 1;
  const end = start + (bytes[at] ?? 0);
  if (end > bytes.length) throw new FieldTableError('it is cut short');
  cursor.at = end;
  // Without a slice of its own: most of a message's properties are read here.
  const text = bytes.toString('utf8', start, end);
  return text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end)) ? bytes.toString('latin1', start, end) : text;
}

/** The bytes after a length of 32 bits. */
export function readLongBytes(cursor: Cursor): Buffer {
  return takeBytes(cursor, take(cursor, 4).readUInt32BE());
}

/** The next bytes, to be read as a number. */
export function take(cursor: Cursor, length: number): Buffer {
  return takeBytes(cursor, length);
}

/** A whole number without a sign: a bigint where a number would lose digits. */
export function readUnsigned64(cursor: Cursor): number | bigint {
  return safe(take(cursor, 8).readBigUInt64BE());
}

function takeBytes(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new FieldTableError('it is cut short');
  const taken = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return taken;
}

type Read = (cursor: Cursor, name: string, depth: number) => unknown;

const readers: Readonly<Record<string, Read>> = {
  t: (cursor) => take(cursor, 1).readUInt8() !== 0,
  b: (cursor) => take(cursor, 1).readInt8(),
  B: (cursor) => take(cursor, 1).readUInt8(),
  s: (cursor) => take(cursor, 2).readInt16BE(),
  // AMQP's own letters for what RabbitMQ calls s and l: some clients write them.
  U: (cursor) => take(cursor, 2).readInt16BE(),
  u: (cursor) => take(cursor, 2).readUInt16BE(),
  I: (cursor) => take(cursor, 4).readInt32BE(),
  i: (cursor) => take(cursor, 4).readUInt32BE(),
  l: (cursor) => safe(take(cursor, 8).readBigInt64BE()),
  L: (cursor) => safe(take(cursor, 8).readBigInt64BE()),
  f: (cursor) => take(cursor, 4).readFloatBE(),
  d: (cursor) => take(cursor, 8).readDoubleBE(),
  D: (cursor) => {
    const places = take(cursor, 1).readUInt8();
    return { '!': 'decimal', value: { places, digits: take(cursor, 4).readInt32BE() } };
  },
  T: (cursor) => ({ '!': 'timestamp', value: readUnsigned64(cursor) }),
  S: (cursor) => {
    const bytes = readLongBytes(cursor);
    return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
  },
  x: readLongBytes,
  V: () => null,
  F: (cursor, _name, depth) => readFieldTable(readLongBytes(cursor), depth + 1),
  A: (cursor, name, depth) => readArray(readLongBytes(cursor), name, depth + 1),
};

function readField(cursor: Cursor, name: string, depth: number): unknown {
  const letter = take(cursor, 1).toString('latin1');
  const read = Object.hasOwn(readers, letter) ? readers[letter] : undefined;
  if (read !== undefined) return read(cursor, name, depth);
  throw new FieldTableError(`${name.slice(0, 64)} has the type ${JSON.stringify(letter)}, which nobody knows`);
}

function readArray(bytes: Buffer, name: string, depth: number): readonly unknown[] {
  if (depth > maxDepth) throw new FieldTableError(`tables nest deeper than ${maxDepth} levels`);
  const cursor: Cursor = { bytes, at: 0 };
  const values: unknown[] = [];
  while (cursor.at < bytes.length) values.push(readField(cursor, name, depth));
  return values;
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
