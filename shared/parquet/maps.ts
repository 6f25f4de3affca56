import type { EncodedChunk } from './chunk.ts';
import { encodeLevels } from './levels.ts';
import { type Entries, textEntriesOf } from './map-entries.ts';
import type { ParquetValue } from './schema.ts';
import { createStringValues } from './strings.ts';
import { type Cells, cannotHold, grown } from './values.ts';
import type { MapSpans, Vector } from './vectors.ts';

/** Maps of text to text: a leaf of keys and one of values, which share the repetition levels. */
export function createMapColumn(column: string) {
  const keys = createStringValues(`${column}.key`);
  const values = createStringValues(`${column}.value`);
  const levels = noMapLevels();
  let absentMaps = 0;
  let absentValues = 0;

  const addWithout = (level: 0 | 1): void => {
    addEntries(levels, 1, level);
    absentMaps += 1;
  };
  const addMap = (map: Entries): void => {
    if (map.keys.length === 0) {
      addWithout(1);
      return;
    }
    const first = levels.count;
    addEntries(levels, map.keys.length, 3);
    keys.addList(map.keys);
    values.add(map.values, 0, map.values.length);
    absentValues += markAbsent(levels, first, map.values);
  };
  const addKeys = (list: readonly string[] | null): void => {
    if (list === null || list.length === 0) {
      addWithout(list === null ? 0 : 1);
      return;
    }
    addEntries(levels, list.length, 3);
    keys.addList(list);
  };
  const addSpans = (maps: MapSpans, rows: number): void => {
    for (let row = 0; row < rows; row += 1) addKeys(maps.keys[row] ?? null);
    values.addSpans(maps.values, maps.firsts[0] ?? 0, maps.firsts[rows] ?? 0);
  };
  const add = (cells: Cells, from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      const value = cells[at];
      if (value === null || value === undefined) addWithout(0);
      else addMap(textEntriesOf(column, value));
    }
  };

  return {
    add,
    addVector(vector: Vector, rows: number) {
      if (vector.kind === 'cells') add(vector.cells, 0, rows);
      else if (vector.kind === 'same') add(new Array<ParquetValue>(rows).fill(vector.value), 0, rows);
      else if (vector.kind === 'maps') addSpans(vector.maps, rows);
      else throw cannotHold(column, 'maps of text', vector.kind);
    },
    bytes: () => keys.bytes() + values.bytes() + 4 * levels.count,
    encode: (): readonly EncodedChunk[] => {
      const { count, repetitions, definitions } = levels;
      const shared = encodeLevels({ count, first: 0, values: repetitions }, 1);
      const ofValues = encodeLevels({ count, first: 0, values: definitions }, 3);
      // A key is there wherever an entry is.
      const ofKeys = encodeLevels({ count, first: 0, values: definitions.map((level) => Math.min(level, 2)) }, 2);
      const leafOf = (name: string) => ({ path: [column, 'key_value', name], type: 'BYTE_ARRAY' }) as const;
      const keyLevels = Buffer.concat([shared, ofKeys]);
      const valueLevels = Buffer.concat([shared, ofValues]);
      const absent = absentMaps + absentValues;
      return [
        { ...keys.encode(), leaf: leafOf('key'), levels: keyLevels, levelCount: count, absent: absentMaps },
        { ...values.encode(), leaf: leafOf('value'), levels: valueLevels, levelCount: count, absent },
      ];
    },
  };
}

/** Definition levels of the values: 0 no map, 1 an empty one, 2 an entry without a value, 3 an entry. */
type MapLevels = { count: number; repetitions: Uint16Array; definitions: Uint16Array };

function noMapLevels(): MapLevels {
  return { count: 0, repetitions: new Uint16Array(0), definitions: new Uint16Array(0) };
}

/** One map more: so many entries of this level, or one for an empty or an absent map. */
function addEntries(levels: MapLevels, entries: number, level: number): void {
  const { count } = levels;
  while (levels.definitions.length < count + entries) {
    levels.repetitions = grown(levels.repetitions);
    levels.definitions = grown(levels.definitions);
  }
  const { repetitions, definitions } = levels;
  repetitions[count] = 0;
  definitions[count] = level;
  for (let at = count + 1; at < count + entries; at += 1) {
    repetitions[at] = 1;
    definitions[at] = level;
  }
  levels.count = count + entries;
}

/** Returns how many of the values are absent. */
function markAbsent({ definitions }: MapLevels, first: number, values: Cells): number {
  let absent = 0;
  for (const [at, value] of values.entries()) {
    if (typeof value === 'string') continue;
    definitions[first + at] = 2;
    absent += 1;
  }
  return absent;
}
