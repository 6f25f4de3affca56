import { SqlError } from '../../../../sql/error.ts';
import type { RowField, TrinoType } from '../../../../sql/type.ts';
import { typeName } from '../../../../sql/type-name.ts';
import { type JsonNode, printJson } from './json-tree.ts';
import { isoTimestamp, readJsonTimestamp } from './moment.ts';
import { blobText, scalarFromText } from './scalar.ts';

/** The canonical JSON text of a node read as a column's type, as the JSON SerDes read it. HIVE_BAD_DATA where it does not fit. */
export function jsonValue(type: TrinoType, node: JsonNode): string {
  if (node.kind === 'null') return 'null';
  switch (type.kind) {
    case 'array':
      return arrayValue(type.element, node);
    case 'map':
      return mapValue(type, node);
    case 'row':
      return rowValue(type.fields, node);
    case 'varchar':
    case 'char':
      return scalarFromText(type, textOf(node)) ?? 'null';
    default:
      return scalarValue(type, node);
  }
}

const textOf = (node: JsonNode) => (node.kind === 'string' ? node.value : printJson(node));

function scalarValue(type: TrinoType, node: JsonNode): string {
  if (node.kind === 'array' || node.kind === 'object') throw badData(type, node);
  const text = textOf(node);
  if (type.kind === 'timestamp') return timestampValue(type, node);
  if (type.kind === 'varbinary') return blobText(Buffer.from(text, 'base64'));
  if (text === '') return 'null';
  if (node.kind === 'boolean' && type.kind !== 'boolean') throw badData(type, node);
  const value = scalarFromText(type, plainNumber(type, node, text));
  if (value === undefined) throw badData(type, node);
  return value;
}

/** `1e3` is a number that an integer column takes. */
function plainNumber(type: TrinoType, node: JsonNode, text: string): string {
  const integral = ['tinyint', 'smallint', 'integer', 'bigint'].includes(type.kind);
  return integral && node.kind === 'number' && /[eE]/.test(text) ? String(Math.trunc(Number(text))) : text;
}

function timestampValue(type: TrinoType, node: JsonNode): string {
  const text = textOf(node);
  if (node.kind === 'number') return JSON.stringify(isoTimestamp(epochMillis(Number(text))));
  const value = readJsonTimestamp(text);
  if (value === undefined) throw badData(type, node);
  return JSON.stringify(value);
}

/** A number is epoch seconds with a fraction, or else milliseconds. */
const epochMillis = (value: number) => (Number.isInteger(value) ? value : Math.round(value * 1000));

function arrayValue(element: TrinoType, node: JsonNode): string {
  if (node.kind === 'array') return `[${node.items.map((item) => jsonValue(element, item)).join(',')}]`;
  return `[${jsonValue(element, node)}]`;
}

function mapValue(type: Extract<TrinoType, { kind: 'map' }>, node: JsonNode): string {
  if (node.kind !== 'object') throw badData(type, node);
  const entries = new Map(node.entries.map(([key, value]) => [key, jsonValue(type.value, value)]));
  return `{${[...entries].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

function rowValue(fields: readonly RowField[], node: JsonNode): string {
  if (node.kind === 'object') {
    const values = byLowerKey(node);
    const members = fields.map(({ name = '', type }) => {
      const value = values.get(name.toLowerCase());
      return `${JSON.stringify(name)}:${value === undefined ? 'null' : jsonValue(type, value)}`;
    });
    return `{${members.join(',')}}`;
  }
  if (node.kind !== 'array') throw badData({ kind: 'row', fields }, node);
  const members = fields.map(({ name = '', type }, index) => {
    const item = node.items[index];
    return `${JSON.stringify(name)}:${item === undefined ? 'null' : jsonValue(type, item)}`;
  });
  return `{${members.join(',')}}`;
}

/** An object's values by key in lower case; of two the last counts. */
export function byLowerKey(node: Extract<JsonNode, { kind: 'object' }>): ReadonlyMap<string, JsonNode> {
  return new Map(node.entries.map(([key, value]) => [key.toLowerCase(), value]));
}

function badData(type: TrinoType, node: JsonNode): SqlError {
  const shown = printJson(node);
  return new SqlError(
    'HIVE_BAD_DATA',
    `Error parsing a column: cannot read ${shown.length > 100 ? `${shown.slice(0, 100)}…` : shown} as ${typeName(type)}`,
  );
}
