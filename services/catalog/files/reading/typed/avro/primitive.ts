import { floatText } from '@tributary/shared/parquet/read/leaf-text.ts';
import type { Value } from '../../records.ts';
import { asWritten, binaryOf, fractional } from '../as-written.ts';
import { AvroFault } from './avro-fault.ts';
import { readByte, readBytes, readCount, readLong, type Tap } from './tap.ts';

/** Reads the next value. */
export type Decode = (tap: Tap) => Value;

export const primitives: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['null', () => null],
  ['boolean', readBoolean],
  ['int', readLong],
  ['long', readLong],
  // The shortest that is this 32-bit number again.
  ['float', (tap) => fractional(Number(floatText(readBytes(tap, 4).readFloatLE())))],
  ['double', (tap) => fractional(readBytes(tap, 8).readDoubleLE())],
  ['bytes', (tap) => binaryOf(readBytes(tap, readCount(tap)))],
  ['string', (tap) => asWritten('text', readText(tap))],
]);

export function readText(tap: Tap): string {
  return readBytes(tap, readCount(tap)).toString('utf8');
}

function readBoolean(tap: Tap): boolean {
  const byte = readByte(tap);
  if (byte > 1) throw new AvroFault(`a boolean is ${byte}`);
  return byte === 1;
}
