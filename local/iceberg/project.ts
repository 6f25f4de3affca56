import { duckType } from './duck-type.ts';
import type { FileNode } from './footer.ts';
import { quoteName, quoteText } from './sql-text.ts';
import {
  type Field,
  type IcebergType,
  isPrimitive,
  type ListType,
  type MapType,
  type Primitive,
  type StructType,
} from './type.ts';

/**
 * DuckDB SQL that gives a field's value as queries see it from a Parquet file, called `data`, whose column is `node`: children are found by field id,
 * so that renamed, moved, added, dropped and promoted fields read as the current schema says.
 */
export function projectField(field: Field, node: FileNode | undefined): string {
  return projectValue(node && `data.${quoteName(node.name)}`, field.type, node, 0);
}

/** Finds a field among a file's columns: by id, or by name in files that carry no ids at all. */
export function findNode(nodes: readonly FileNode[], id: number, name: string): FileNode | undefined {
  const identified = nodes.some((node) => node.fieldId !== undefined);
  return nodes.find((node) => (identified ? node.fieldId === id : node.name.toLowerCase() === name.toLowerCase()));
}

function projectValue(sql: string | undefined, type: IcebergType, node: FileNode | undefined, depth: number): string {
  if (sql === undefined || node === undefined) return `CAST(NULL AS ${duckType(type, false)})`;
  if (isPrimitive(type)) return projectPrimitive(sql, type, node);
  if (isSame(type, node)) return `CAST(${sql} AS ${duckType(type, false)})`;
  if (type.kind === 'struct') return projectStruct(sql, type, node, depth);
  return type.kind === 'list' ? projectList(sql, type, node, depth) : projectMap(sql, type, node, depth);
}

function projectPrimitive(sql: string, type: Primitive, node: FileNode): string {
  if (type.kind === 'timestamptz')
    return `CASE WHEN ${sql} IS NULL THEN NULL ELSE {'utc': make_timestamp(epoch_us(${sql})), 'zone': 'UTC'} END`;
  if (type.kind === 'uuid' && node.type === 'BLOB') return `CAST(lower(hex(${sql})) AS UUID)`;
  return `CAST(${sql} AS ${duckType(type, false)})`;
}

function projectStruct(sql: string, type: StructType, node: FileNode, depth: number): string {
  const fields = type.fields.map((field) => {
    const child = findNode(node.children, field.id, field.name);
    const value = child && `struct_extract(${sql}, ${quoteText(child.name)})`;
    return `${quoteName(field.name.toLowerCase())} := ${projectValue(value, field.type, child, depth)}`;
  });
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
}

function projectList(sql: string, type: ListType, node: FileNode, depth: number): string {
  const item = `v${depth}`;
  return `list_transform(${sql}, lambda ${item}: ${projectValue(item, type.element, elementNode(node), depth + 1)})`;
}

function projectMap(sql: string, type: MapType, node: FileNode, depth: number): string {
  const item = `v${depth}`;
  const [keyNode, valueNode] = node.children[0]?.children ?? [];
  const key = projectValue(`struct_extract(${item}, 'key')`, type.key, keyNode, depth + 1);
  const value = projectValue(`struct_extract(${item}, 'value')`, type.value, valueNode, depth + 1);
  return `map_from_entries(list_transform(map_entries(${sql}), lambda ${item}: {'key': ${key}, 'value': ${value}}))`;
}

/** A list's element, in the three-level form and in the older two-level one. */
function elementNode(node: FileNode): FileNode | undefined {
  const [repeated] = node.children;
  return repeated?.children.length === 1 && repeated.fieldId === undefined ? repeated.children[0] : repeated;
}

/** Whether the file's value has the type's very form, so that a cast alone does. */
function isSame(type: IcebergType, node: FileNode): boolean {
  if (type.kind === 'struct')
    return (
      type.fields.length === node.children.length &&
      type.fields.every((field, index) => sameField(field, node.children[index]))
    );
  if (type.kind === 'list') return sameNode(type.element, elementNode(node));
  if (type.kind === 'map') {
    const [key, value] = node.children[0]?.children ?? [];
    return sameNode(type.key, key) && sameNode(type.value, value);
  }
  return type.kind !== 'timestamptz' && !(type.kind === 'uuid' && node.type === 'BLOB');
}

function sameField(field: Field, node: FileNode | undefined): boolean {
  return node?.fieldId === field.id && node.name === field.name.toLowerCase() && isSame(field.type, node);
}

function sameNode(type: IcebergType, node: FileNode | undefined): boolean {
  return node !== undefined && isSame(type, node);
}
