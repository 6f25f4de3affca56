import type { MapEntries } from '@tributary/shared/parquet-write.ts';
import type { Escaped } from './cursor.ts';
import { decodeEscapes } from './escapes.ts';

/** What a block's headers are called, in order, and the lists of names that rows have shared so far, by which headers were there. */
export type HeaderNames = {
  readonly names: readonly string[];
  /** No name can come twice. */
  readonly distinct: boolean;
  readonly shared: { readonly few: (readonly string[] | undefined)[]; readonly many: Map<number, readonly string[]> };
};

/** Part of a text: `from`, inclusive, to `to`, exclusive. */
export type Span = { readonly from: number; readonly to: number };

export function headerNames(names: readonly string[]): HeaderNames {
  const distinct = new Set(names).size === names.length && !names.some((name) => /^capture_\d+$/.test(name));
  return { names, distinct, shared: { few: new Array(fewest).fill(undefined), many: new Map() } };
}

/** One bit for each header of a block, in an integer that V8 need not allocate. */
export const mostFlags = 30;
const starts = new Uint32Array(mostFlags);
const ends = new Uint32Array(mostFlags);

/**
 * The headers of a block `a|b|c`. One that was not sent is an empty value in the block and no key in the map. `cut`: the line ended
 * inside the last value.
 */
export function readHeaders(line: Escaped, { from, to }: Span, block: HeaderNames, cut: boolean): MapEntries {
  const { text } = line;
  let present = 0;
  let index = 0;
  let count = 0;
  for (let start = from; start <= to && index < mostFlags; index += 1) {
    const bar = text.indexOf('|', start);
    const end = bar < 0 || bar > to ? to : bar;
    if (end > start) {
      starts[count] = start;
      ends[count] = end;
      count += 1;
      present |= 1 << index;
    }
    start = end + 1;
  }
  if (index === mostFlags || !block.distinct) return nameHeaders(text.slice(from, to).split('|'), block, cut);
  return { keys: keysOf(block, present, index), values: valuesOf(line, count, cut && ends[count - 1] === to) };
}

const noValues: readonly string[] = [];

/** The texts between `starts` and `ends`. */
function valuesOf({ text, escaped }: Escaped, count: number, isLastCut: boolean): readonly string[] {
  if (count === 0) return noValues;
  // Of the right length at once: pushing would reserve room for 17.
  const values = new Array<string>(count);
  for (let at = 0; at < count; at += 1) {
    const value = text.slice(starts[at], ends[at]);
    values[at] = escaped ? decodeEscapes(value, isLastCut && at === count - 1) : value;
  }
  return values;
}

/** The same of a list of values, of any length. */
export function nameHeaders(list: readonly string[], { names }: HeaderNames, cut: boolean): MapEntries {
  const headers = new Map<string, string>();
  for (const [index, value] of list.entries()) {
    if (value !== '') headers.set(nameOf(names, index), decodeEscapes(value, cut && index === list.length - 1));
  }
  return { keys: [...headers.keys()], values: [...headers.values()] };
}

/** A map with one more entry, or with another value of it. */
export function withHeader(map: MapEntries | null, name: string, value: string | null): MapEntries {
  if (map === null) return { keys: [name], values: [value] };
  const at = map.keys.indexOf(name);
  if (at >= 0) return { keys: map.keys, values: map.values.with(at, value) };
  return { keys: [...map.keys, name], values: [...map.values, value] };
}

const mostShared = 1000;
const fewest = 64;

/** The keys of those headers whose bits are set in `present`, of `count` that the block has. */
export function keysOf(block: HeaderNames, present: number, count: number): readonly string[] {
  const { few, many } = block.shared;
  return (present < fewest ? few[present] : many.get(present)) ?? newKeys(block, present, count);
}

/** Apart from what is asked for each line: a function with closures in it allocates whenever it is called. */
function newKeys({ names, shared }: HeaderNames, present: number, count: number): readonly string[] {
  const all = Array.from({ length: count }, (_, index) => nameOf(names, index));
  const keys = all.filter((_, index) => (present & (1 << index)) !== 0);
  if (present < fewest) shared.few[present] = keys;
  else {
    if (shared.many.size >= mostShared) shared.many.clear();
    shared.many.set(present, keys);
  }
  return keys;
}

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `capture_${index + 1}`;
}
