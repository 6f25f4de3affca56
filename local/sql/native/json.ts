import type { NativeFunction } from '../functions/function.ts';
import { atSimplePath, readSimplePath } from '../json/simple-path.ts';
import { type Json, jsonString, readJson, sortedJson, writeJson } from '../json/tree.ts';
import { invalid, native } from './define.ts';
import { asNumber, asText } from './value.ts';

/** json_…: text that is no JSON gives NULL, but for json_parse. */
export const jsonNatives: readonly NativeFunction[] = [
  native('trino_json_parse', ['VARCHAR', 'VARCHAR'], (value) => {
    const json = readJson(asText(value)) ?? invalid(`Cannot convert value to JSON: '${asText(value)}'`);
    return writeJson(sortedJson(json));
  }),
  native('trino_json_extract', ['VARCHAR', 'VARCHAR', 'VARCHAR'], (value, path) => {
    const found = extract(asText(value), asText(path));
    return found ? writeJson(found) : null;
  }),
  native('trino_json_extract_scalar', ['VARCHAR', 'VARCHAR', 'VARCHAR'], (value, path) => {
    const found = extract(asText(value), asText(path));
    return found ? scalarText(found) : null;
  }),
  native('trino_json_size', ['VARCHAR', 'VARCHAR', 'BIGINT'], (value, path) => {
    const found = extract(asText(value), asText(path));
    if (!found) return null;
    return found.is === 'array' ? found.items.length : found.is === 'object' ? found.members.length : 0;
  }),
  native('trino_json_array_get', ['VARCHAR', 'BIGINT', 'VARCHAR'], (value, index) => {
    const items = arrayItems(asText(value));
    const item = items?.at(asNumber(index));
    if (!item || item.is === 'null') return null;
    return item.is === 'string' ? item.value : writeJson(item);
  }),
  native('trino_json_array_length', ['VARCHAR', 'BIGINT'], (value) => arrayItems(asText(value))?.length ?? null),
  native(
    'trino_json_array_contains',
    ['VARCHAR', 'VARCHAR', 'VARCHAR', 'BOOLEAN'],
    (value, wanted, type) =>
      arrayItems(asText(value))?.some((item) => isWanted(item, asText(wanted), asText(type))) ?? null,
  ),
  native('trino_is_json_scalar', ['VARCHAR', 'BOOLEAN'], (value) => {
    const json = readJson(asText(value)) ?? invalid(`Invalid JSON value: ${asText(value)}`);
    return json.is !== 'array' && json.is !== 'object';
  }),
];

let parsed: { readonly text: string; readonly json: Json | undefined } | undefined;

/** The last text is kept: several paths are usually read from one document. */
function parse(text: string): Json | undefined {
  if (parsed?.text !== text) parsed = { text, json: readJson(text) };
  return parsed.json;
}

const paths = new Map<string, readonly (string | number)[]>();

function extract(text: string, path: string): Json | undefined {
  const json = parse(text);
  const steps = paths.get(path) ?? readSimplePath(path) ?? invalid(`Invalid JSON path: '${path}'`);
  if (paths.size > 500) paths.clear();
  paths.set(path, steps);
  return json && atSimplePath(json, steps);
}

function scalarText(json: Json): string | null {
  if (json.is === 'number') return json.text;
  if (json.is === 'string') return json.value;
  return json.is === 'boolean' ? String(json.value) : null;
}

function arrayItems(text: string): readonly Json[] | undefined {
  const json = parse(text);
  return json?.is === 'array' ? json.items : undefined;
}

function isWanted(item: Json, wanted: string, type: string): boolean {
  switch (type) {
    case 'boolean':
      return item.is === 'boolean' && String(item.value) === wanted;
    case 'bigint':
      return item.is === 'number' && /^-?\d+$/.test(item.text) && BigInt(item.text) === BigInt(wanted);
    case 'double':
      return item.is === 'number' && !/^-?\d+$/.test(item.text) && Number(item.text) === Number(wanted);
    default:
      return item.is === 'string' && jsonString(item.value) === jsonString(wanted);
  }
}
