import type { SchemaElement, SchemaTree } from 'hyparquet';
import { isDecimal, scaleOf } from './tell.ts';

/** A column's type as Athena calls it, as near as there is one. */
export function typeOf(node: SchemaTree): string {
  const { element, children } = node;
  if (children.length > 0) return nestedType(node);
  return element.repetition_type === 'REPEATED' ? `array<${leafType(element)}>` : leafType(element);
}

function nestedType({ element, children }: SchemaTree): string {
  const kind = element.converted_type ?? element.logical_type?.type ?? '';
  const [repeated] = children;
  if (repeated !== undefined && kind === 'LIST') {
    const [inner] = repeated.children;
    return `array<${typeOf(inner !== undefined && repeated.children.length === 1 ? inner : repeated)}>`;
  }
  if (repeated !== undefined && kind.startsWith('MAP')) return `map<${repeated.children.map(typeOf).join(',')}>`;
  return `struct<${children.map((child) => `${child.element.name}:${typeOf(child)}`).join(',')}>`;
}

const byConversion: Readonly<Record<string, string>> = {
  UTF8: 'string',
  STRING: 'string',
  ENUM: 'string',
  JSON: 'string',
  UUID: 'uuid',
  DATE: 'date',
  TIME_MILLIS: 'time',
  TIME_MICROS: 'time',
  TIME: 'time',
  TIMESTAMP_MILLIS: 'timestamp',
  TIMESTAMP_MICROS: 'timestamp',
  TIMESTAMP: 'timestamp',
  INT_8: 'tinyint',
  INT_16: 'smallint',
};
const byStorage: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  INT32: 'int',
  INT64: 'bigint',
  INT96: 'timestamp',
  FLOAT: 'float',
  DOUBLE: 'double',
};

function leafType(element: SchemaElement): string {
  const { type = '', converted_type: converted = '', logical_type: logical, precision = 0 } = element;
  if (isDecimal(element)) return `decimal(${precision},${scaleOf(element)})`;
  return byConversion[converted] ?? byConversion[logical?.type ?? ''] ?? byStorage[type] ?? 'binary';
}
