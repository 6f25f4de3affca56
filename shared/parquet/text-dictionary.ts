import { viewOf } from '../bytes.ts';
import { appendSpan, emptyText, type Spans, type Text, type TextBytes, writeText } from './text.ts';

/** The distinct texts of a column chunk, as a dictionary page has them, and a hash table of their places. */
export type TextDictionary = {
  readonly text: Text;
  size: number;
  /** Four words an entry: where in the text it begins, its length in bytes, and the two words of its key. */
  entries: Int32Array;
  /** A place among the entries, plus one; open addressing. */
  slots: Int32Array;
  /** Many entries want the same slot, as they only do when somebody wants them to: looking for one takes long. */
  isCrowded: boolean;
};

const stride = 4;
const fewestSlots = 64;
// With half of the slots free, hardly one in a million looks so far by chance.
const mostProbes = 200;

export function emptyDictionary(): TextDictionary {
  return { text: emptyText(), size: 0, entries: new Int32Array(0), slots: new Int32Array(0), isCrowded: false };
}

// What is looked for, once it has been read; nothing of it outlives a call. A text of up to eight bytes is its own key, of a longer one the
// key is its hash and its first four bytes.
const sought = { source: noBytes(), from: 0, length: 0, one: 0, two: 0 };
const longestKey = 8;

/** The place of text number `index`, which is present, among the entries; it becomes one if it is new. `guess`: a likely place, or -1. */
export function placeOfSpan(dictionary: TextDictionary, spans: Spans, index: number, guess: number): number {
  seek(spans, index);
  if (guess >= 0 && isSought(dictionary, guess)) return guess;
  const { slots } = dictionary;
  const hash = hashOfKey(sought.length, sought.one, sought.two);
  let slot = hash & (slots.length - 1);
  let probes = 0;
  for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
    if (isSought(dictionary, found - 1)) return found - 1;
    slot = (slot + 1) & (slots.length - 1);
    probes += 1;
  }
  if (probes > mostProbes) dictionary.isCrowded = true;
  return addEntry(dictionary, spans, index, hash);
}

let scratch = spanOf(Buffer.alloc(0));

/** The same for a string. */
export function placeOfString(dictionary: TextDictionary, value: string): number {
  if (value.length * 3 > scratch.source.bytes.length) scratch = spanOf(Buffer.allocUnsafeSlow(value.length * 3 + 1024));
  scratch.to[0] = writeText(scratch.source.bytes, 0, value);
  return placeOfSpan(dictionary, scratch, 0, -1);
}

function spanOf(bytes: Buffer): Spans {
  return { source: { bytes, view: viewOf(bytes) }, from: new Int32Array(1), to: new Int32Array(1) };
}

function noBytes(): TextBytes {
  const bytes = Buffer.alloc(0);
  return { bytes, view: viewOf(bytes) };
}

/** The smallest and the largest entry, in the order of bytes, which is the one that readers compare in. There is at least one. */
export function boundsOf(dictionary: TextDictionary): { readonly min_value: string; readonly max_value: string } {
  let min = 0;
  let max = 0;
  for (let place = 1; place < dictionary.size; place += 1) {
    if (compare(dictionary, place, min) < 0) min = place;
    else if (compare(dictionary, place, max) > 0) max = place;
  }
  return { min_value: entryAt(dictionary, min), max_value: entryAt(dictionary, max) };
}

/** Where in the text an entry begins; four bytes of length come first. */
export function startOf({ entries }: TextDictionary, place: number): number {
  return entries[place * stride] ?? 0;
}

function lengthOf({ entries }: TextDictionary, place: number): number {
  return entries[place * stride + 1] ?? 0;
}

function entryAt(dictionary: TextDictionary, place: number): string {
  const start = startOf(dictionary, place) + 4;
  return dictionary.text.bytes.toString('utf8', start, start + lengthOf(dictionary, place));
}

function compare(dictionary: TextDictionary, one: number, other: number): number {
  const { bytes } = dictionary.text;
  const from = startOf(dictionary, one) + 4;
  const otherFrom = startOf(dictionary, other) + 4;
  const [length, otherLength] = [lengthOf(dictionary, one), lengthOf(dictionary, other)];
  const end = Math.min(length, otherLength);
  let at = 0;
  while (at < end && bytes[from + at] === bytes[otherFrom + at]) at += 1;
  return at < end ? (bytes[from + at] ?? 0) - (bytes[otherFrom + at] ?? 0) : length - otherLength;
}

function seek(spans: Spans, index: number): void {
  const { source } = spans;
  const from = spans.from[index] ?? 0;
  const length = (spans.to[index] ?? 0) - from;
  sought.source = source;
  sought.from = from;
  sought.length = length;
  const isLong = length > longestKey;
  sought.one = isLong ? hashOf(source.view, from, length) : wordAt(source, from, length);
  sought.two = isLong ? source.view.getInt32(from, true) : wordAt(source, from + 4, length - 4);
}

/** Of a word, what belongs to a text of which so many bytes are left. */
const masks = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

/** The first `left` bytes from a position on, four at most. */
function wordAt({ bytes, view }: TextBytes, from: number, left: number): number {
  if (left <= 0) return 0;
  if (from + 4 <= view.byteLength) return view.getInt32(from, true) & (masks[Math.min(4, left)] ?? 0);
  let word = 0;
  for (let at = 0; at < Math.min(4, left); at += 1) word |= (bytes[from + at] ?? 0) << (at * 8);
  return word;
}

/** Of more than eight bytes: eight at a time, in two lanes that do not wait for each other, the last eight once more where they overlap. */
function hashOf(view: DataView, from: number, length: number): number {
  let one = length;
  let two = 0x85ebca6b;
  const last = from + length - 8;
  for (let at = from; at < last; at += 8) {
    one = mix(one, view.getInt32(at, true));
    two = mix(two, view.getInt32(at + 4, true));
  }
  return mix(mix(one, view.getInt32(last, true)), mix(two, view.getInt32(last + 4, true)));
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function hashOfKey(length: number, one: number, two: number): number {
  return length > longestKey ? one : mix(mix(length, one), two);
}

function isSought({ entries, text }: TextDictionary, place: number): boolean {
  const { length } = sought;
  const entry = place * stride;
  if (entries[entry + 2] !== sought.one || entries[entry + 3] !== sought.two || entries[entry + 1] !== length)
    return false;
  return (
    length <= longestKey || hasWords(text.view, (entries[entry] ?? 0) + 4, sought.source.view, sought.from, length - 4)
  );
}

function hasWords(text: DataView, at: number, view: DataView, from: number, last: number): boolean {
  for (let offset = 0; offset < last; offset += 4) {
    if (text.getInt32(at + offset, true) !== view.getInt32(from + offset, true)) return false;
  }
  return text.getInt32(at + last, true) === view.getInt32(from + last, true);
}

/** Adds what is sought. */
function addEntry(dictionary: TextDictionary, spans: Spans, index: number, hash: number): number {
  if (dictionary.size * 2 === dictionary.slots.length) grow(dictionary);
  const { entries, slots, size, text } = dictionary;
  entries[size * stride] = text.length;
  entries[size * stride + 1] = sought.length;
  entries[size * stride + 2] = sought.one;
  entries[size * stride + 3] = sought.two;
  appendSpan(text, spans, index);
  dictionary.size += 1;
  slots[freeSlot(slots, hash)] = dictionary.size;
  return size;
}

function grow(dictionary: TextDictionary): void {
  const slots = new Int32Array(Math.max(fewestSlots, dictionary.slots.length * 2));
  const entries = new Int32Array((slots.length / 2) * stride);
  entries.set(dictionary.entries);
  for (let place = 0; place < dictionary.size; place += 1) {
    const at = place * stride;
    const hash = hashOfKey(entries[at + 1] ?? 0, entries[at + 2] ?? 0, entries[at + 3] ?? 0);
    slots[freeSlot(slots, hash)] = place + 1;
  }
  dictionary.slots = slots;
  dictionary.entries = entries;
}

function freeSlot(slots: Int32Array, hash: number): number {
  let slot = hash & (slots.length - 1);
  while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
  return slot;
}
