import { encodeHybrid } from './hybrid.ts';
import { appendEntries, appendText, bytesOf, emptyText, type Text } from './text.ts';
import { type Cells, cannotHold, type EncodedValues, grown, type ValueBuilder } from './values.ts';

export type StringValues = ValueBuilder & {
  /** Takes a list that was often the last one too, the very same object, and then needs not to be looked at. */
  addList(list: readonly string[]): void;
};

/** Strings by dictionary as long as values come again, else one after the other. */
export function createStringValues(column: string): StringValues {
  const plain = emptyText();
  let dictionary: Dictionary | undefined = emptyDictionary();
  const giveUp = ({ text, indices, count }: Dictionary): void => {
    appendEntries(plain, text, indices.subarray(0, count));
    dictionary = undefined;
  };
  const add = (cells: Cells, from: number, to: number): void => {
    if (dictionary !== undefined && !pays(dictionary, to - from)) giveUp(dictionary);
    if (dictionary === undefined) addTexts(plain, cells, from, to, column);
    else addIndices(dictionary, cells, from, to, column);
  };
  let lastList: readonly string[] | undefined;
  let lastLength = 0;
  return {
    add,
    addList(list) {
      if (list === lastList && list.length === lastLength && dictionary !== undefined) {
        repeatIndices(dictionary, lastLength);
        return;
      }
      for (const text of list) asText(text, column);
      add(list, 0, list.length);
      lastList = list;
      lastLength = list.length;
    },
    bytes: () =>
      plain.bytes.length +
      (dictionary === undefined ? 0 : dictionary.text.bytes.length * 2 + dictionary.indices.byteLength),
    encode: () => (dictionary === undefined ? { encoding: 'PLAIN', data: bytesOf(plain) } : encode(dictionary)),
  };
}

const recentSlots = 64;

/** The distinct strings, as a dictionary page has them, and the place among them of each value. */
type Dictionary = {
  readonly text: Text;
  readonly places: Map<string, number>;
  /** Strings met of late and their places: to look here is cheaper than to hash a string that was just cut from its line. */
  readonly recent: string[];
  readonly recentPlaces: Uint16Array;
  indices: Uint16Array<ArrayBuffer>;
  count: number;
  last: string;
  lastIndex: number;
};

function emptyDictionary(): Dictionary {
  return {
    text: emptyText(),
    places: new Map(),
    recent: [],
    recentPlaces: new Uint16Array(recentSlots),
    indices: new Uint16Array(0),
    count: 0,
    last: '',
    lastIndex: -1,
  };
}

function addIndices(dictionary: Dictionary, cells: Cells, from: number, to: number, column: string): void {
  while (dictionary.indices.length < dictionary.count + to - from) dictionary.indices = grown(dictionary.indices);
  const { indices } = dictionary;
  let { count, last, lastIndex } = dictionary;
  for (let at = from; at < to; at += 1) {
    const value = cells[at];
    if (value === null || value === undefined) continue;
    if (value !== last || lastIndex < 0) {
      last = asText(value, column);
      lastIndex = placeOf(dictionary, last);
    }
    indices[count] = lastIndex;
    count += 1;
  }
  dictionary.count = count;
  dictionary.last = last;
  dictionary.lastIndex = lastIndex;
}

/** The last `length` values once more. */
function repeatIndices(dictionary: Dictionary, length: number): void {
  const { count } = dictionary;
  while (dictionary.indices.length < count + length) dictionary.indices = grown(dictionary.indices);
  dictionary.indices.copyWithin(count, count - length, count);
  dictionary.count += length;
}

function placeOf(dictionary: Dictionary, value: string): number {
  const { recent, recentPlaces } = dictionary;
  const slot = slotOf(value);
  if (recent[slot] === value) return recentPlaces[slot] ?? 0;
  const place = dictionary.places.get(value) ?? addEntry(dictionary, value);
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

function addEntry({ places, text }: Dictionary, value: string): number {
  appendText(text, value);
  places.set(value, places.size);
  return places.size - 1;
}

function addTexts(plain: Text, cells: Cells, from: number, to: number, column: string): void {
  for (let at = from; at < to; at += 1) {
    const value = cells[at];
    if (value !== null && value !== undefined) appendText(plain, asText(value, column));
  }
}

function asText(value: unknown, column: string): string {
  if (typeof value !== 'string') throw cannotHold(column, 'text', value);
  return value;
}

// An index has 16 bits.
const maxEntries = 65_536;

/** Whether values come again often enough. Identifiers are found out soon; addresses and paths repeat only after some thousands. */
function pays({ places, count }: Dictionary, more: number): boolean {
  if (places.size + more > maxEntries) return false;
  return count < 1_024 || places.size < count * (count < 16_384 ? 0.9 : 0.6);
}

function encode({ places, indices, count, text }: Dictionary): EncodedValues {
  if (count === 0) return { encoding: 'PLAIN', data: new Uint8Array(0) };
  const bounds = boundsOf(places, text.length);
  const width = Math.max(1, Math.ceil(Math.log2(places.size)));
  return {
    encoding: 'RLE_DICTIONARY',
    data: Buffer.concat([Buffer.of(width), encodeHybrid(indices, count, width)]),
    dictionary: { bytes: bytesOf(text), count: places.size },
    ...(bounds === undefined ? {} : { bounds }),
  };
}

/** Readers compare bytes, JavaScript UTF-16: the same order where all is ASCII, one byte to the character. */
function boundsOf(places: ReadonlyMap<string, number>, textBytes: number): EncodedValues['bounds'] {
  let [min] = places.keys();
  let max = min;
  let characters = 0;
  for (const value of places.keys()) {
    characters += value.length;
    if (min === undefined || value < min) min = value;
    if (max === undefined || value > max) max = value;
  }
  const isAscii = characters + places.size * 4 === textBytes;
  return isAscii && min !== undefined && max !== undefined ? { min_value: min, max_value: max } : undefined;
}
