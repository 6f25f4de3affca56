import type { MapEntries, ParquetValue } from './schema.ts';
import { cannotHold } from './values.ts';

/** The object that a map's entries stand for; any other value as it is. */
export function mapAsObject(value: unknown): unknown {
  if (!isMapEntries(value)) return value;
  return Object.fromEntries(value.keys.map((key, at) => [key, value.values[at] ?? null]));
}

export type Entries = { readonly keys: readonly string[]; readonly values: readonly ParquetValue[] };

/** Of a cell of MAP_STRING_STRING. */
export function textEntriesOf(column: string, value: ParquetValue): Entries {
  if (!isMapEntries(value)) return entriesIn(value) ?? refuse(column, 'maps of text', value);
  const { keys, values } = value;
  if (keys.length !== values.length)
    throw cannotHold(column, 'a value for each key', `${keys.length} keys and ${values.length} values`);
  return value;
}

/** Of a cell of MAP. */
export function entriesOf(column: string, value: ParquetValue): Entries {
  return entriesIn(value) ?? refuse(column, 'maps', value);
}

function entriesIn(value: ParquetValue): Entries | undefined {
  if (isMap(value)) return { keys: [...value.keys()], values: [...value.values()] };
  return isObject(value) ? { keys: Object.keys(value), values: Object.values(value) } : undefined;
}

/** What has fields by name. */
export function isObject(value: ParquetValue): value is Readonly<Record<string, ParquetValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isMap(value);
}

function isMap(value: unknown): value is ReadonlyMap<string, ParquetValue> {
  return value instanceof Map;
}

function isMapEntries(value: unknown): value is MapEntries {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}

function refuse(column: string, expected: string, value: unknown): never {
  throw cannotHold(column, expected, value);
}
