import type { EncodedChunk } from './chunk.ts';
import { addLevels, encodeLevels, noLevels } from './levels.ts';
import { isMapEntries, type MapEntries, type ParquetValue } from './schema.ts';
import { createStringValues } from './strings.ts';
import { type Cells, cannotHold } from './values.ts';

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
  const addValue = (value: ParquetValue): void => {
    if (typeof value === 'string') {
      values.addOne(value);
      addLevels(ofValues, 3, 1);
    } else if (value === null || value === undefined) {
      addLevels(ofValues, 2, 1);
      absentValues += 1;
    } else throw cannotHold(column, 'maps of text', value);
  };
  const addMap = (map: MapEntries): void => {
    const count = map.keys.length;
    if (count !== map.values.length)
      throw cannotHold(column, 'as many values as keys', `${count} and ${map.values.length}`);
    if (count === 0) {
      addWithout(1);
      return;
    }
    addLevels(repetitions, 0, 1);
    if (count > 1) addLevels(repetitions, 1, count - 1);
    addLevels(ofKeys, 2, count);
    for (const key of map.keys) keys.addOne(key);
    for (const value of map.values) addValue(value);
  };

  return {
    add(cells: Cells, from: number, to: number) {
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (value === null || value === undefined) addWithout(0);
        else addMap(entriesOf(column, value));
      }
    },
    bytes: () => keys.bytes() + values.bytes() + 6 * repetitions.count,
    encode: (): readonly EncodedChunk[] => {
      const shared = encodeLevels(repetitions, 1);
      const leafOf = (name: string) => ({ path: [column, 'key_value', name], type: 'STRING' }) as const;
      const levelCount = repetitions.count;
      const keyLevels = Buffer.concat([shared, encodeLevels(ofKeys, 2)]);
      const valueLevels = Buffer.concat([shared, encodeLevels(ofValues, 3)]);
      return [
        { ...keys.encode(), leaf: leafOf('key'), levels: keyLevels, levelCount, absent: absentMaps },
        {
          ...values.encode(),
          leaf: leafOf('value'),
          levels: valueLevels,
          levelCount,
          absent: absentMaps + absentValues,
        },
      ];
    },
  };
}

function entriesOf(column: string, value: ParquetValue): MapEntries {
  if (typeof value !== 'object' || value === null) throw cannotHold(column, 'maps of text', value);
  return isMapEntries(value) ? value : { keys: Object.keys(value), values: Object.values(value) };
}
