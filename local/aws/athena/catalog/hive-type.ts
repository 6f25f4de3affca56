import { SqlError } from '../../../sql/error.ts';
import type { RowField, TrinoType } from '../../../sql/type.ts';
import { typeName } from '../../../sql/type-name.ts';

type Cursor = { readonly text: string; at: number; depth: number };

/** How deep types may stand in one another; Glue keeps no more than 131,072 characters of one. */
const maxDepth = 100;

/** Reads a type as Glue keeps it (`array<struct<id:int,at:timestamp>>`). Hive's timestamp is Trino's timestamp(3). */
export function parseHiveType(text: string): TrinoType {
  const cursor: Cursor = { text: text.trim(), at: 0, depth: 0 };
  const type = readType(cursor);
  if (cursor.at < cursor.text.length) throw unknown(text);
  return type;
}

const scalars: Readonly<Record<string, TrinoType>> = {
  boolean: { kind: 'boolean' },
  tinyint: { kind: 'tinyint' },
  smallint: { kind: 'smallint' },
  int: { kind: 'integer' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  long: { kind: 'bigint' },
  float: { kind: 'real' },
  double: { kind: 'double' },
  string: { kind: 'varchar' },
  binary: { kind: 'varbinary' },
  date: { kind: 'date' },
  timestamp: { kind: 'timestamp', precision: 3 },
};

function readType(cursor: Cursor): TrinoType {
  if (cursor.depth === maxDepth) throw unknown(cursor.text);
  cursor.depth += 1;
  const type = readAnyType(cursor);
  cursor.depth -= 1;
  return type;
}

function readAnyType(cursor: Cursor): TrinoType {
  const word = readWord(cursor).toLowerCase();
  const scalar = scalars[word];
  if (scalar) return scalar;
  if (word === 'array') {
    const [element] = parameters(cursor, '<', '>', () => readType(cursor));
    if (element) return { kind: 'array', element };
  }
  if (word === 'map') {
    const [key, value] = parameters(cursor, '<', '>', () => readType(cursor));
    if (key && value) return { kind: 'map', key, value };
  }
  if (word === 'struct') return { kind: 'row', fields: parameters(cursor, '<', '>', () => readField(cursor)) };
  return sizedType(
    word,
    parameters(cursor, '(', ')', () => readNumber(cursor)),
    cursor,
  );
}

function sizedType(word: string, sizes: readonly number[], cursor: Cursor): TrinoType {
  const [first, second] = sizes;
  if (word === 'decimal') return { kind: 'decimal', precision: first ?? 10, scale: second ?? 0 };
  if (word === 'varchar' && first !== undefined) return { kind: 'varchar', length: first };
  if (word === 'char' && first !== undefined) return { kind: 'char', length: first };
  throw unknown(cursor.text);
}

function parameters<T>(cursor: Cursor, open: string, close: string, read: () => T): T[] {
  const items: T[] = [];
  if (!accept(cursor, open)) return items;
  do {
    items.push(read());
  } while (accept(cursor, ','));
  if (!accept(cursor, close)) throw unknown(cursor.text);
  return items;
}

function readField(cursor: Cursor): RowField {
  const quoted = accept(cursor, '`');
  const end = cursor.text.indexOf(quoted ? '`' : ':', cursor.at);
  if (end < 0) throw unknown(cursor.text);
  const name = cursor.text.slice(cursor.at, end).trim();
  cursor.at = quoted ? end + 1 : end;
  if (!accept(cursor, ':')) throw unknown(cursor.text);
  return { name: name.toLowerCase(), type: readType(cursor) };
}

function readWord(cursor: Cursor): string {
  const word = /^\s*([A-Za-z_]+)\s*/.exec(cursor.text.slice(cursor.at));
  if (!word) throw unknown(cursor.text);
  cursor.at += word[0].length;
  return word[1] ?? '';
}

function readNumber(cursor: Cursor): number {
  const digits = /^\s*(\d+)\s*/.exec(cursor.text.slice(cursor.at));
  if (!digits) throw unknown(cursor.text);
  cursor.at += digits[0].length;
  return Number(digits[1]);
}

function accept(cursor: Cursor, symbol: string): boolean {
  while (cursor.text[cursor.at] === ' ') cursor.at += 1;
  if (cursor.text[cursor.at] !== symbol) return false;
  cursor.at += 1;
  while (cursor.text[cursor.at] === ' ') cursor.at += 1;
  return true;
}

const unknown = (text: string) => new SqlError('HIVE_INVALID_METADATA', `Unsupported Hive type: ${text.slice(0, 500)}`);

const hiveNames: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'int',
  bigint: 'bigint',
  real: 'float',
  double: 'double',
  varbinary: 'binary',
  date: 'date',
};

/** The Hive type of a table's column; NOT_SUPPORTED, as Athena refuses it, where Hive has none. */
export function hiveTypeName(type: TrinoType): string {
  switch (type.kind) {
    case 'array':
      return `array<${hiveTypeName(type.element)}>`;
    case 'map':
      return `map<${hiveTypeName(type.key)},${hiveTypeName(type.value)}>`;
    case 'row':
      return `struct<${type.fields.map(hiveField).join(',')}>`;
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'varchar':
      return type.length === undefined ? 'string' : type.length > 65_535 ? 'string' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'timestamp':
      return 'timestamp';
    default: {
      const name = hiveNames[type.kind];
      if (name === undefined) throw new SqlError('NOT_SUPPORTED', `Unsupported Hive type: ${typeName(type)}`);
      return name;
    }
  }
}

function hiveField(field: RowField): string {
  if (field.name === undefined)
    throw new SqlError('NOT_SUPPORTED', 'Anonymous row type is not supported in Hive. Please give each field a name');
  return `${field.name}:${hiveTypeName(field.type)}`;
}
