import { decimalText } from '@tributary/shared/parquet/read/leaf-text.ts';
import { dateText } from '@tributary/shared/parquet/read/times.ts';
import { asWritten, momentOf, timeOfDay } from '../as-written.ts';
import type { SchemaNode } from './node.ts';
import type { Decode } from './primitive.ts';
import { readBytes, readCount, readLong, type Tap } from './tap.ts';

/** What a logical type makes of the type below it; undefined where it is none, or of no type that it goes with: then there is only that type. */
export function logicalDecode(node: SchemaNode): Decode | undefined {
  const { type, logicalType = '', size, scale } = node;
  if (logicalType === 'decimal' && (type === 'bytes' || type === 'fixed')) {
    const read =
      type === 'fixed' ? (tap: Tap) => readBytes(tap, size ?? 0) : (tap: Tap) => readBytes(tap, readCount(tap));
    return (tap) => asWritten('decimal', decimalText(read(tap), scale));
  }
  if (logicalType === 'uuid' && type === 'fixed' && size === 16)
    return (tap) => asWritten('text', uuidText(readBytes(tap, 16)));
  return type === 'int' || type === 'long' ? numbers.get(`${type} ${logicalType}`) : undefined;
}

const moment =
  (perSecond: Parameters<typeof momentOf>[1]): Decode =>
  (tap) =>
    momentOf(readLong(tap), perSecond);
const time =
  (perSecond: Parameters<typeof timeOfDay>[1]): Decode =>
  (tap) =>
    timeOfDay(readLong(tap), perSecond);

/** Local moments as if they were UTC. */
const numbers: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['int date', (tap) => asWritten('date', dateText(Number(readLong(tap))))],
  ['int time-millis', time(1_000)],
  ['long time-micros', time(1_000_000)],
  ['long timestamp-millis', moment(1_000)],
  ['long timestamp-micros', moment(1_000_000)],
  ['long timestamp-nanos', moment(1_000_000_000)],
  ['long local-timestamp-millis', moment(1_000)],
  ['long local-timestamp-micros', moment(1_000_000)],
  ['long local-timestamp-nanos', moment(1_000_000_000)],
]);

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
