import { createHash, createHmac } from 'node:crypto';
import type { NativeFunction } from '../functions/function.ts';
import { invalid, native } from './define.ts';
import { asBigint, asBytes, asNumber, asText } from './value.ts';
import { xxhash64 } from './xxhash.ts';

/** Varbinary: encodings, hashes, bit patterns. */
export const bytesNatives: readonly NativeFunction[] = [
  native('trino_from_hex', ['VARCHAR', 'BLOB'], (value) => fromHex(asText(value))),
  native('trino_from_base64', ['VARCHAR', 'BLOB'], (value) => fromBase64(asText(value))),
  native('trino_to_base32', ['BLOB', 'VARCHAR'], (value) => toBase32(asBytes(value))),
  native('trino_from_base32', ['VARCHAR', 'BLOB'], (value) => fromBase32(asText(value))),
  native('trino_hash', ['BLOB', 'VARCHAR', 'BLOB'], (value, name) =>
    createHash(asText(name)).update(asBytes(value)).digest(),
  ),
  native('trino_hmac', ['BLOB', 'BLOB', 'VARCHAR', 'BLOB'], (value, key, name) =>
    createHmac(asText(name), asBytes(key)).update(asBytes(value)).digest(),
  ),
  native('trino_crc32', ['BLOB', 'BIGINT'], (value) => BigInt(crc32(asBytes(value)))),
  native('trino_xxhash64', ['BLOB', 'BLOB'], (value) => bigEndian(xxhash64(asBytes(value)), 8)),
  native('trino_from_utf8', ['BLOB', 'VARCHAR', 'VARCHAR'], (value, replacement) =>
    fromUtf8(asBytes(value), asText(replacement)),
  ),
  native('trino_reverse_bytes', ['BLOB', 'BLOB'], (value) => Uint8Array.from(asBytes(value)).reverse()),
  native('trino_subbytes', ['BLOB', 'BIGINT', 'BIGINT', 'BLOB'], (value, start, length) =>
    part(asBytes(value), asNumber(start), asNumber(length)),
  ),
  native('trino_pad_bytes', ['BLOB', 'BIGINT', 'BLOB', 'VARCHAR', 'BLOB'], (value, size, padding, side) =>
    pad(asBytes(value), asNumber(size), asBytes(padding), asText(side) === 'lpad'),
  ),
  native('trino_big_endian', ['BIGINT', 'INTEGER', 'BLOB'], (value, size) =>
    bigEndian(asBigint(value), asNumber(size)),
  ),
  native('trino_from_big_endian', ['BLOB', 'INTEGER', 'BIGINT'], (value, size) =>
    fromBigEndian(asBytes(value), asNumber(size)),
  ),
  native('trino_to_ieee754', ['DOUBLE', 'INTEGER', 'BLOB'], (value, size) => {
    const bytes = Buffer.alloc(asNumber(size));
    if (bytes.length === 4) bytes.writeFloatBE(asNumber(value));
    else bytes.writeDoubleBE(asNumber(value));
    return bytes;
  }),
  native('trino_from_ieee754', ['BLOB', 'INTEGER', 'DOUBLE'], (value, size) => {
    const bytes = Buffer.from(asBytes(value));
    if (bytes.length !== asNumber(size))
      invalid(`Input floating-point value must be exactly ${asNumber(size)} bytes long`);
    return bytes.length === 4 ? bytes.readFloatBE() : bytes.readDoubleBE();
  }),
  native('trino_shift', ['BIGINT', 'BIGINT', 'INTEGER', 'VARCHAR', 'BIGINT'], (value, count, width, kind) =>
    shift(asBigint(value), asNumber(count), asNumber(width), asText(kind)),
  ),
  native('trino_bit_count', ['BIGINT', 'BIGINT', 'BIGINT'], (value, bits) => bitCount(asBigint(value), asNumber(bits))),
];

function fromUtf8(bytes: Uint8Array, replacement: string): string {
  if ([...replacement].length > 1) invalid('Replacement character string must empty or a single character');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('\uFFFD', () => replacement);
}

function fromHex(text: string): Uint8Array {
  if (text.length % 2 === 1) invalid(`invalid input length ${text.length}`);
  const wrong = /[^0-9A-Fa-f]/.exec(text);
  if (wrong) invalid(`Invalid hex character: ${wrong[0]}`);
  return Buffer.from(text, 'hex');
}

function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    invalid('Illegal base64 character or length');
  return Buffer.from(text, 'base64');
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

function fromBase32(text: string): Uint8Array {
  const plain = text.replace(/=+$/, '').toUpperCase();
  const wrong = /[^A-Z2-7]/.exec(plain);
  if (wrong) invalid(`Unrecognized character: ${wrong[0]}`);
  const bits = [...plain].map((character) => BASE32.indexOf(character).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

function part(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const from = start > 0 ? start - 1 : bytes.length + start;
  if (start === 0 || from < 0 || length <= 0) return new Uint8Array();
  return bytes.slice(from, Math.min(bytes.length, from + length));
}

function pad(bytes: Uint8Array, size: number, padding: Uint8Array, left: boolean): Uint8Array {
  if (size < 0) invalid('Target length must be in the range [0..2147483647]');
  if (padding.length === 0) invalid('Padding bytes must not be empty');
  if (size <= bytes.length) return bytes.slice(0, size);
  const fill = Uint8Array.from({ length: size - bytes.length }, (_, index) => padding[index % padding.length] ?? 0);
  return left ? Buffer.concat([fill, bytes]) : Buffer.concat([bytes, fill]);
}

function bigEndian(value: bigint, size: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes.subarray(8 - size);
}

function fromBigEndian(value: Uint8Array, size: number): bigint {
  const bytes = Buffer.from(value);
  if (bytes.length !== size) invalid(`expected ${size}-byte input, but got instead: ${bytes.length}`);
  return size === 4 ? BigInt(bytes.readInt32BE()) : bytes.readBigInt64BE();
}

function shift(value: bigint, count: number, width: number, kind: string): bigint {
  if (count >= width) return kind === 'arithmetic' && value < 0n ? -1n : 0n;
  const by = BigInt(count);
  if (kind === 'left') return BigInt.asIntN(width, value << by);
  return BigInt.asIntN(width, kind === 'right' ? BigInt.asUintN(width, value) >> by : value >> by);
}

function bitCount(value: bigint, bits: number): bigint {
  if (bits < 2 || bits > 64) invalid(`Bits specified in bit_count must be between 2 and 64, got ${bits}`);
  const low = -(2n ** BigInt(bits - 1));
  if (value < low || value > -low - 1n)
    invalid(`Number must be representable with the bits specified. ${value} cannot be represented with ${bits} bits`);
  return BigInt(BigInt.asUintN(bits, value).toString(2).replaceAll('0', '').length);
}
