import type { SchemaTree } from 'hyparquet';
import { leafOf } from './leaf-text.ts';

/** A value as text, null where it is absent. */
export type CellText = (value: unknown) => string | null;

/** How the cells of a column are written: as a CSV file would have them, what has fields or several values as JSON. */
export function cellTextOf(column: SchemaTree): CellText {
  if (column.children.length > 0 || column.element.repetition_type === 'REPEATED') {
    const json = jsonOf(column);
    return (value) => (value === null || value === undefined ? null : json(value));
  }
  const { text } = leafOf(column.element);
  return (value) => (value === null || value === undefined ? null : text(value));
}

type Json = (value: unknown) => string;

function jsonOf(node: SchemaTree): Json {
  const each = eachOf(node);
  return node.element.repetition_type === 'REPEATED' ? listOf(each) : each;
}

function eachOf(node: SchemaTree): Json {
  if (node.children.length === 0) return leafJson(node);
  const { converted_type: converted, logical_type: logical } = node.element;
  const [repeated] = node.children;
  if (repeated !== undefined && (converted === 'LIST' || logical?.type === 'LIST')) return listJson(repeated);
  const values = repeated?.children[1];
  if (values !== undefined && (converted === 'MAP' || converted === 'MAP_KEY_VALUE' || logical?.type === 'MAP'))
    return mapOf(jsonOf(values));
  return structOf(node.children.map((child) => ({ name: child.element.name, json: jsonOf(child) })));
}

/** Three levels (list.element), or two as old writers have it: then the repeated child is the element itself. */
function listJson(repeated: SchemaTree): Json {
  const [element, ...others] = repeated.children;
  return listOf(element !== undefined && others.length === 0 ? jsonOf(element) : eachOf(repeated));
}

function leafJson({ element }: SchemaTree): Json {
  const { text, isNumber } = leafOf(element);
  return orNull((value) => {
    const isBare = typeof value === 'number' || typeof value === 'bigint' ? Number.isFinite(Number(value)) : isNumber;
    return isBare || typeof value === 'boolean' ? text(value) : JSON.stringify(text(value));
  });
}

function listOf(each: Json): Json {
  return orNull((value) => (Array.isArray(value) ? `[${value.map(each).join(',')}]` : each(value)));
}

function mapOf(each: Json): Json {
  return orNull((value) => objectText(Object.entries(Object(value)).map(([key, entry]) => [key, each(entry)])));
}

function structOf(fields: readonly { readonly name: string; readonly json: Json }[]): Json {
  return orNull((value) => {
    const entries = new Map<string, unknown>(Object.entries(Object(value)));
    return objectText(fields.map(({ name, json }) => [name, json(entries.get(name))]));
  });
}

function objectText(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

function orNull(json: Json): Json {
  return (value) => (value === null || value === undefined ? 'null' : json(value));
}
