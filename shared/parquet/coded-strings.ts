import { encodeHybrid } from './hybrid.ts';
import { bytesOf, hasSpan, type Spans } from './text.ts';
import { boundsOf, emptyDictionary, placeOfSpan, placeOfString, type TextDictionary } from './text-dictionary.ts';
import { type Cells, cannotHold, type EncodedValues, grown } from './values.ts';

const recentSlots = 64;

/** A dictionary, and the place in it of each value. */
export type Coded = {
  readonly dictionary: TextDictionary;
  /** Strings met of late and their places: to look here is cheaper than to hash a string that was just cut from its line. */
  readonly recent: string[];
  readonly recentPlaces: Uint16Array;
  /** Lists of texts met of late, by what they are, not by what they hold. */
  readonly lists: { readonly list: readonly string[]; readonly places: Uint16Array }[];
  indices: Uint16Array<ArrayBuffer>;
  count: number;
};

export function emptyCoded(): Coded {
  return {
    dictionary: emptyDictionary(),
    recent: [],
    recentPlaces: new Uint16Array(recentSlots),
    lists: [],
    indices: new Uint16Array(0),
    count: 0,
  };
}

export function bytesHeld({ dictionary, indices }: Coded): number {
  return (
    dictionary.text.bytes.length + dictionary.slots.byteLength + dictionary.entries.byteLength + indices.byteLength
  );
}

function reserve(coded: Coded, more: number): void {
  while (coded.indices.length < coded.count + more) coded.indices = grown(coded.indices);
}

export function codeCells(coded: Coded, cells: Cells, from: number, to: number, column: string): void {
  reserve(coded, to - from);
  const { indices } = coded;
  let { count } = coded;
  let last = '';
  let place = -1;
  for (let at = from; at < to; at += 1) {
    const value = cells[at];
    if (value === null || value === undefined) continue;
    if (place < 0 || value !== last) {
      last = asText(value, column);
      place = placeOf(coded, last);
    }
    indices[count] = place;
    count += 1;
  }
  coded.count = count;
}

export function codeSpans(coded: Coded, spans: Spans, from: number, to: number): void {
  reserve(coded, to - from);
  const { dictionary, indices } = coded;
  let { count } = coded;
  let place = -1;
  for (let at = from; at < to; at += 1) {
    if (!hasSpan(spans, at)) continue;
    place = placeOfSpan(dictionary, spans, at, place);
    indices[count] = place;
    count += 1;
  }
  coded.count = count;
}

/** A value `count` times. */
export function codeSame(coded: Coded, value: string, count: number): void {
  const place = placeOf(coded, value);
  reserve(coded, count);
  coded.indices.fill(place, coded.count, coded.count + count);
  coded.count += count;
}

// Rows have their maps' keys in common, in a few kinds.
const mostLists = 16;

function placesOf(coded: Coded, list: readonly string[], column: string): Uint16Array {
  const { lists } = coded;
  for (let at = 0; at < lists.length; at += 1) {
    const known = lists[at];
    if (known?.list === list && known.places.length === list.length) return known.places;
  }
  return newPlaces(coded, list, column);
}

function newPlaces(coded: Coded, list: readonly string[], column: string): Uint16Array {
  const { lists } = coded;
  const places = Uint16Array.from(list, (text) => placeOf(coded, asText(text, column)));
  if (lists.length === mostLists) lists.length = 0;
  lists.push({ list, places });
  return places;
}

export function codeList(coded: Coded, list: readonly string[], column: string): void {
  const places = placesOf(coded, list, column);
  reserve(coded, places.length);
  const { indices, count } = coded;
  for (let at = 0; at < places.length; at += 1) indices[count + at] = places[at] ?? 0;
  coded.count = count + places.length;
}

function placeOf({ dictionary, recent, recentPlaces }: Coded, value: string): number {
  const slot = slotOf(value);
  if (recent[slot] === value) return recentPlaces[slot] ?? 0;
  const place = placeOfString(dictionary, value);
  recent[slot] = value;
  recentPlaces[slot] = place;
  return place;
}

function slotOf(value: string): number {
  const { length } = value;
  if (length === 0) return 0;
  const code = value.charCodeAt(0) + value.charCodeAt(length >>> 1) * 131 + value.charCodeAt(length - 1) * 7;
  return (code + length * 31) & (recentSlots - 1);
}

// An index has 16 bits.
const maxEntries = 65_536;

/** Whether values come again often enough. Identifiers are found out soon; addresses and paths repeat only after some thousands. */
export function pays({ dictionary: { size, isCrowded }, count }: Coded, more: number): boolean {
  if (isCrowded || size + more > maxEntries) return false;
  return count < 1_024 || size < count * (count < 16_384 ? 0.9 : 0.6);
}

export function encodeCoded({ dictionary, indices, count }: Coded): EncodedValues {
  if (count === 0) return { encoding: 'PLAIN', data: new Uint8Array(0) };
  const width = Math.max(1, Math.ceil(Math.log2(dictionary.size)));
  return {
    encoding: 'RLE_DICTIONARY',
    data: Buffer.concat([Buffer.of(width), encodeHybrid(indices, count, width)]),
    dictionary: { bytes: bytesOf(dictionary.text), count: dictionary.size },
    bounds: boundsOf(dictionary),
  };
}

export function asText(value: unknown, column: string): string {
  if (typeof value !== 'string') throw cannotHold(column, 'text', value);
  return value;
}
