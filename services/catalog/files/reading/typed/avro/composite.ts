import type { Value } from '../../records.ts';
import { asWritten, setMember } from '../as-written.ts';
import { AvroFault } from './avro-fault.ts';
import { type Decode, readText } from './primitive.ts';
import { enter, leave, readCount, readLong, spend, type Tap } from './tap.ts';

export type NamedDecode = { readonly name: string; readonly decode: Decode };

export function recordDecode(fields: readonly NamedDecode[]): Decode {
  return (tap) => {
    enter(tap);
    spend(tap, fields.length);
    const record: Record<string, Value> = {};
    for (const { name, decode } of fields) setMember(record, name, decode(tap));
    leave(tap);
    return record;
  };
}

export function arrayDecode(item: Decode): Decode {
  return (tap) => {
    enter(tap);
    const items: Value[] = [];
    for (let count = runLength(tap); count > 0; count = runLength(tap)) {
      spend(tap, count);
      for (let at = 0; at < count; at += 1) items.push(item(tap));
    }
    leave(tap);
    return items;
  };
}

export function mapDecode(value: Decode): Decode {
  return (tap) => {
    enter(tap);
    const map: Record<string, Value> = {};
    for (let count = runLength(tap); count > 0; count = runLength(tap)) {
      spend(tap, count);
      for (let at = 0; at < count; at += 1) setMember(map, readText(tap), value(tap));
    }
    leave(tap);
    return map;
  };
}

/** Items come in runs; of one with a negative count its size follows. */
function runLength(tap: Tap): number {
  const count = readCount(tap);
  if (count >= 0) return count;
  readLong(tap);
  return -count;
}

export function unionDecode(branches: readonly Decode[]): Decode {
  return (tap) => {
    const at = readCount(tap);
    const branch = branches[at];
    if (branch === undefined) throw new AvroFault(`a value is of branch ${at} of ${branches.length}`);
    return branch(tap);
  };
}

export function enumDecode(symbols: readonly string[]): Decode {
  const values = symbols.map((symbol) => asWritten('text', symbol));
  return (tap) => {
    const at = readCount(tap);
    const value = values[at];
    if (value === undefined) throw new AvroFault(`a value is symbol ${at} of ${symbols.length}`);
    return value;
  };
}
