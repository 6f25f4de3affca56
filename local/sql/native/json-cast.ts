import type { NativeFunction } from '../functions/function.ts';
import { scientificDouble } from '../java-number.ts';
import { type Json, jsonString, memberOf, readJson, writeJson } from '../json/tree.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import { fail, native } from './define.ts';
import { parseDouble } from './number.ts';
import { asNumber, asText } from './value.ts';

/** CAST between JSON and the other types; JSON values lie as their text. */
export const jsonCastNatives: readonly NativeFunction[] = [
  native('trino_json_string', ['VARCHAR', 'VARCHAR'], (value) => jsonString(asText(value))),
  native('trino_json_varchar', ['VARCHAR', 'VARCHAR'], (value) => toVarchar(tree(value), asText(value))),
  native('trino_json_boolean', ['VARCHAR', 'BOOLEAN'], (value) => toBoolean(tree(value), asText(value))),
  native('trino_json_number', ['VARCHAR', 'VARCHAR', 'DOUBLE'], (value, type) =>
    toDouble(tree(value), asText(value), asText(type)),
  ),
  native('trino_json_whole', ['VARCHAR', 'VARCHAR', 'VARCHAR'], (value, type) =>
    toWhole(tree(value), asText(value), asText(type)),
  ),
  native('trino_json_decimal', ['VARCHAR', 'INTEGER', 'INTEGER', 'VARCHAR'], (value, precision, scale) =>
    toDecimal(tree(value), asText(value), asNumber(precision), asNumber(scale)),
  ),
  native('trino_json_elements', ['VARCHAR', 'VARCHAR[]'], (value) => {
    const json = tree(value);
    if (json.is === 'null') return null;
    return json.is === 'array' ? json.items.map(writeJson) : refuse(asText(value), 'array');
  }),
  native(
    'trino_json_keys',
    ['VARCHAR', 'VARCHAR[]'],
    (value) => entries(value)?.map(([key]) => jsonString(key)) ?? null,
  ),
  native(
    'trino_json_values',
    ['VARCHAR', 'VARCHAR[]'],
    (value) => entries(value)?.map(([, member]) => writeJson(member)) ?? null,
  ),
  native('trino_json_field', ['VARCHAR', 'VARCHAR', 'INTEGER', 'INTEGER', 'VARCHAR'], (value, name, index, size) =>
    field(tree(value), asText(value), asText(name), { index: asNumber(index), size: asNumber(size) }),
  ),
];

function tree(value: unknown): Json {
  return readJson(asText(value)) ?? fail('INVALID_CAST_ARGUMENT', `Cannot cast '${asText(value)}': not JSON`);
}

function refuse(text: string, type: string): never {
  return fail('INVALID_CAST_ARGUMENT', `Cannot cast '${text}' to ${type}`);
}

function entries(value: unknown): readonly (readonly [string, Json])[] | undefined {
  const json = tree(value);
  if (json.is === 'null') return undefined;
  return json.is === 'object' ? json.members : refuse(asText(value), 'map');
}

function field(
  json: Json,
  text: string,
  name: string,
  place: { readonly index: number; readonly size: number },
): string | null {
  if (json.is === 'object') {
    const member =
      memberOf(json, name) ?? json.members.findLast(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
    return member ? writeJson(member) : null;
  }
  if (json.is !== 'array' || json.items.length !== place.size) return refuse(text, 'row');
  const item = json.items[place.index];
  return item ? writeJson(item) : null;
}

function toVarchar(json: Json, text: string): string | null {
  switch (json.is) {
    case 'null':
      return null;
    case 'boolean':
      return String(json.value);
    case 'number':
      return /^-?\d+$/.test(json.text) ? json.text : scientificDouble(Number(json.text));
    case 'string':
      return json.value;
    default:
      return refuse(text, 'varchar');
  }
}

function toBoolean(json: Json, text: string): boolean | null {
  switch (json.is) {
    case 'null':
      return null;
    case 'boolean':
      return json.value;
    case 'number':
      return Number(json.text) !== 0;
    case 'string':
      if (/^(t|true|1)$/i.test(json.value)) return true;
      return /^(f|false|0)$/i.test(json.value) ? false : refuse(text, 'boolean');
    default:
      return refuse(text, 'boolean');
  }
}

function toDouble(json: Json, text: string, type: string): number | null {
  switch (json.is) {
    case 'null':
      return null;
    case 'boolean':
      return json.value ? 1 : 0;
    case 'number':
      return Number(json.text);
    case 'string':
      return parseDouble(json.value);
    default:
      return refuse(text, type);
  }
}

/** The text of a whole number; fractions are rounded half up. */
function toWhole(json: Json, text: string, type: string): string | null {
  switch (json.is) {
    case 'null':
      return null;
    case 'boolean':
      return json.value ? '1' : '0';
    case 'number':
      return decimalText(parseDecimal(json.text, 0) ?? refuse(text, type), 0);
    case 'string':
      return /^[+-]?\d+$/.test(json.value) ? json.value : refuse(text, type);
    default:
      return refuse(text, type);
  }
}

function toDecimal(json: Json, text: string, precision: number, scale: number): string | null {
  if (json.is === 'null') return null;
  const type = `DECIMAL(${precision},${scale})`;
  const plain =
    json.is === 'number'
      ? json.text
      : json.is === 'string'
        ? json.value
        : json.is === 'boolean'
          ? String(Number(json.value))
          : refuse(text, type);
  const unscaled = parseDecimal(plain, scale);
  const limit = 10n ** BigInt(precision);
  if (unscaled === undefined || unscaled >= limit || unscaled <= -limit) return refuse(text, type);
  return decimalText(unscaled, scale);
}
