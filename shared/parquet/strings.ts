import { encodeHybrid } from './hybrid.ts';
import { appendEntries, appendText, bytesOf, emptyText } from './text.ts';
import { type Cells, cannotHold, type EncodedValues, grown, type ValueBuilder } from './values.ts';

// Indices are kept in 16 bits.
const maxEntries = 65_535;
// Where more than half of the values are new, a dictionary costs more than it saves; fewer than these say nothing yet.
const fewestToJudge = 1_024;

export type StringValues = ValueBuilder & { addOne(value: string): void };

/** Strings by dictionary, as long as values come again; else one after the other. */
export function createStringValues(column: string): StringValues {
  const dictionary = emptyText();
  const plain = emptyText();
  let entries: Map<string, number> | undefined = new Map();
  let indices = new Uint16Array(0);
  let count = 0;
  let last: string | undefined;
  let lastIndex = 0;

  const indexOf = (value: string, known: Map<string, number>): number => {
    const index = known.get(value);
    if (index !== undefined) return index;
    appendText(dictionary, value);
    known.set(value, known.size);
    return known.size - 1;
  };
  const dropDictionary = (): void => {
    appendEntries(plain, dictionary, indices.subarray(0, count));
    entries = undefined;
    indices = new Uint16Array(0);
    dictionary.bytes = Buffer.alloc(0);
    dictionary.length = 0;
  };
  const addIndexed = (value: string, known: Map<string, number>): void => {
    if (value !== last) {
      lastIndex = indexOf(value, known);
      last = value;
    }
    if (count === indices.length) indices = grown(indices);
    indices[count] = lastIndex;
    count += 1;
    if (known.size > maxEntries || (count >= fewestToJudge && known.size * 2 > count)) dropDictionary();
  };
  const addOne = (value: string): void => {
    if (entries === undefined) appendText(plain, value);
    else addIndexed(value, entries);
  };

  return {
    addOne,
    add(cells: Cells, from, to) {
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (typeof value === 'string') addOne(value);
        else if (value !== null && value !== undefined) throw cannotHold(column, 'text', value);
      }
    },
    bytes: () => indices.byteLength + dictionary.bytes.length + plain.bytes.length,
    encode(): EncodedValues {
      if (entries === undefined || count === 0) return { encoding: 'PLAIN', data: bytesOf(plain) };
      const bounds = boundsOf(entries, dictionary.length);
      const width = Math.max(1, Math.ceil(Math.log2(entries.size)));
      return {
        encoding: 'RLE_DICTIONARY',
        data: Buffer.concat([Buffer.of(width), encodeHybrid(indices, count, width)]),
        dictionary: { bytes: bytesOf(dictionary), count: entries.size },
        ...(bounds === undefined ? {} : { bounds }),
      };
    },
  };
}

/** Readers compare bytes, JavaScript UTF-16: the same order where all is ASCII, one byte to the character. */
function boundsOf(entries: ReadonlyMap<string, number>, dictionaryBytes: number) {
  let min: string | undefined;
  let max: string | undefined;
  let characters = 0;
  for (const value of entries.keys()) {
    characters += value.length;
    if (min === undefined || value < min) min = value;
    if (max === undefined || value > max) max = value;
  }
  const isAscii = characters + entries.size * 4 === dictionaryBytes;
  return isAscii && min !== undefined && max !== undefined ? { min_value: min, max_value: max } : undefined;
}
