import type { SchemaElement, SchemaTree } from 'hyparquet';

export type HiveColumn = {
  readonly name: string;
  readonly type: string;
  /** What else the catalog is to keep of it. */
  readonly parameters?: Readonly<Record<string, string>>;
};

/** The columns of a Parquet schema as the Glue Data Catalog names them: lower-case names, Hive types. */
export function hiveColumnsOf(root: SchemaTree): readonly HiveColumn[] {
  return root.children.map((child) => ({ name: child.element.name.toLowerCase(), type: hiveTypeOf(child) }));
}

/** The Hive type that Athena reads a Parquet column as. */
function hiveTypeOf(node: SchemaTree): string {
  if (node.children.length === 0) return arrayIfRepeated(node, leafType(node.element));
  const { converted_type: converted, logical_type: logical } = node.element;
  if (converted === 'MAP' || converted === 'MAP_KEY_VALUE' || logical?.type === 'MAP') return mapType(node);
  if (converted === 'LIST' || logical?.type === 'LIST') return listType(node);
  return arrayIfRepeated(node, structType(node));
}

function arrayIfRepeated({ element }: SchemaTree, type: string): string {
  return element.repetition_type === 'REPEATED' ? `array<${type}>` : type;
}

function structType({ children }: SchemaTree): string {
  return `struct<${children.map((child) => `${child.element.name.toLowerCase()}:${hiveTypeOf(child)}`).join(',')}>`;
}

function mapType(node: SchemaTree): string {
  const [key, value] = node.children[0]?.children ?? [];
  return key && value ? `map<${hiveTypeOf(key)},${hiveTypeOf(value)}>` : structType(node);
}

// Three levels (list.element), or two as old writers have it: then the repeated child is the element itself.
function listType(node: SchemaTree): string {
  const [repeated] = node.children;
  const [element, ...others] = repeated?.children ?? [];
  if (!repeated) return structType(node);
  if (element && others.length === 0) return `array<${hiveTypeOf(element)}>`;
  return repeated.children.length === 0 ? `array<${leafType(repeated.element)}>` : `array<${structType(repeated)}>`;
}

const converted: Readonly<Record<string, string>> = {
  UTF8: 'string',
  ENUM: 'string',
  JSON: 'string',
  DATE: 'date',
  TIMESTAMP_MILLIS: 'timestamp',
  TIMESTAMP_MICROS: 'timestamp',
  INT_8: 'tinyint',
  INT_16: 'smallint',
  UINT_8: 'smallint',
  UINT_16: 'int',
  UINT_32: 'bigint',
};

const logical: Readonly<Record<string, string>> = {
  STRING: 'string',
  ENUM: 'string',
  JSON: 'string',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

const physical = {
  BOOLEAN: 'boolean',
  INT32: 'int',
  INT64: 'bigint',
  INT96: 'timestamp',
  FLOAT: 'float',
  DOUBLE: 'double',
  BYTE_ARRAY: 'binary',
  FIXED_LEN_BYTE_ARRAY: 'binary',
} as const;

function leafType(element: SchemaElement): string {
  const { type = 'BYTE_ARRAY', converted_type: named = '', logical_type: meaning, precision = 10, scale = 0 } = element;
  if (named === 'DECIMAL' || meaning?.type === 'DECIMAL') return `decimal(${precision},${scale})`;
  return converted[named] ?? logical[meaning?.type ?? ''] ?? physical[type];
}
