import type { EncodedChunk } from './chunk.ts';
import { addLevels, encodeLevels, type Levels, noLevels } from './levels.ts';
import { isMapEntries, type MapEntries, type ParquetValue } from './schema.ts';
import { createStringValues } from './strings.ts';
import { type Cells, cannotHold } from './values.ts';
import type { MapSpans, Vector } from './vectors.ts';

/** Maps of text to text: a leaf of keys and one of values, which share the repetition levels. */
export function createMapColumn(column: string) {
  const keys = createStringValues(`${column}.key`);
  const values = createStringValues(`${column}.value`);
  const repetitions = noLevels();
  // Of the values: 0 no map, 1 an empty one, 2 an entry without a value, 3 an entry.
  const ofValues = noLevels();
  const ofKeys = noLevels();
  let absentMaps = 0;
  let absentValues = 0;

  const addWithout = (level: 0 | 1): void => {
    addLevels(repetitions, 0, 1);
    addLevels(ofKeys, level, 1);
    addLevels(ofValues, level, 1);
    absentMaps += 1;
  };
  const addEntryLevels = (count: number): void => {
    addLevels(repetitions, 0, 1);
    if (count > 1) addLevels(repetitions, 1, count - 1);
    addLevels(ofKeys, 2, count);
  };
  const addMap = (map: MapEntries): void => {
    const count = map.keys.length;
    if (count === 0) {
      addWithout(1);
      return;
    }
    addEntryLevels(count);
    keys.addList(map.keys);
    values.add(map.values, 0, count);
    absentValues += addValueLevels(ofValues, map.values);
  };
  const addKeys = (list: readonly string[] | null): void => {
    if (list === null || list.length === 0) {
      addWithout(list === null ? 0 : 1);
      return;
    }
    addEntryLevels(list.length);
    addLevels(ofValues, 3, list.length);
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
      else addMap(entriesOf(column, value));
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
    bytes: () => keys.bytes() + values.bytes() + 6 * repetitions.count,
    encode: (): readonly EncodedChunk[] => {
      const shared = encodeLevels(repetitions, 1);
      const leafOf = (name: string) => ({ path: [column, 'key_value', name], type: 'STRING' }) as const;
      const levelCount = repetitions.count;
      const keyLevels = Buffer.concat([shared, encodeLevels(ofKeys, 2)]);
      const valueLevels = Buffer.concat([shared, encodeLevels(ofValues, 3)]);
      const absent = absentMaps + absentValues;
      return [
        { ...keys.encode(), leaf: leafOf('key'), levels: keyLevels, levelCount, absent: absentMaps },
        { ...values.encode(), leaf: leafOf('value'), levels: valueLevels, levelCount, absent },
      ];
    },
  };
}

function entriesOf(column: string, value: ParquetValue): MapEntries {
  if (typeof value !== 'object' || value === null) throw cannotHold(column, 'maps of text', value);
  const entries = isMapEntries(value) ? value : { keys: Object.keys(value), values: Object.values(value) };
  const { keys, values } = entries;
  if (keys.length !== values.length)
    throw cannotHold(column, 'a value for each key', `${keys.length} keys and ${values.length} values`);
  return entries;
}

/** Returns how many of the values are absent. */
function addValueLevels(levels: Levels, values: readonly (string | null)[]): number {
  if (values.every(isText)) {
    addLevels(levels, 3, values.length);
    return 0;
  }
  for (const value of values) addLevels(levels, isText(value) ? 3 : 2, 1);
  return values.length - values.filter(isText).length;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
