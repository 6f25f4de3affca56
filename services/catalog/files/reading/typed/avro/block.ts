import type { Row, Value } from '../../records.ts';
import { isWritten } from '../as-written.ts';
import { AvroFault } from './avro-fault.ts';
import { mostBlockBytes } from './codecs.ts';
import { type Header, syncBytes } from './header.ts';
import { readCount, spend, tapOf } from './tap.ts';

/** Where a block lies in the bytes from its beginning on: its records' bytes, and where the marker behind them ends. */
export type BlockPlace = { readonly count: number; readonly from: number; readonly to: number; readonly end: number };

/** Two numbers begin a block. */
export const mostPrefixBytes = 20;

/** By its first bytes. Throws AvroFault where no block begins so. */
export function placeOf(prefix: Buffer): BlockPlace {
  const tap = tapOf(prefix);
  const count = readCount(tap);
  const bytes = readCount(tap);
  if (count < 0 || bytes < 0 || bytes > mostBlockBytes) throw new AvroFault(`a block is of ${bytes} bytes`);
  return { count, from: tap.at, to: tap.at + bytes, end: tap.at + bytes + syncBytes };
}

/** The records of a block, and how many bytes they are. Throws AvroFault where it does not hold just them. */
export function recordsOf({ decode, unpack }: Header, packed: Buffer, count: number) {
  const tap = tapOf(unpack(packed));
  spend(tap, count);
  const rows: Row[] = [];
  for (let at = 0; at < count; at += 1) rows.push(asRow(decode(tap)));
  if (tap.at < tap.bytes.length)
    throw new AvroFault(`${tap.bytes.length - tap.at} bytes are left behind the ${count} records of a block`);
  return { rows, bytes: tap.bytes.length };
}

function asRow(value: Value): Row {
  return isRow(value) ? value : { value };
}

function isRow(value: Value): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isWritten(value);
}
