import { readColumn } from './columns.ts';
import {
  accept,
  type Cursor,
  end,
  expect,
  isAt,
  peek,
  readList,
  readName,
  readRef,
  readString,
  readTexts,
  unexpected,
} from './cursor.ts';
import type { ColumnDefinition, CreateTable, Storage } from './ddl.ts';

type Clauses = { -readonly [Key in keyof CreateTable]: CreateTable[Key] };

/** Whether a CREATE TABLE is Hive's, with columns of its own, and not CREATE TABLE … AS. */
export function isCreateTable(cursor: Cursor): boolean {
  if (isAt(cursor, 'CREATE', 'EXTERNAL')) return true;
  if (!isAt(cursor, 'CREATE', 'TABLE')) return false;
  const open = cursor.tokens.findIndex(({ text }) => text === '(');
  const word = cursor.tokens.findIndex(({ kind, text }) => kind === 'word' && /^(AS|WITH)$/i.test(text));
  return open >= 0 && (word < 0 || open < word);
}

/** CREATE [EXTERNAL] TABLE, from its first word on. */
export function parseCreateTable(cursor: Cursor): CreateTable {
  expect(cursor, 'CREATE');
  const external = accept(cursor, 'EXTERNAL');
  expect(cursor, 'TABLE');
  const ifNotExists = accept(cursor, 'IF', 'NOT', 'EXISTS');
  const ref = readRef(cursor);
  const clauses: Clauses = {
    kind: 'create table',
    external,
    ifNotExists,
    ref,
    columns: readList(cursor, readColumn),
    partitionColumns: [],
    transforms: [],
    storage: { serdeProperties: {} },
    properties: {},
  };
  while (peek(cursor)) readClause(cursor, clauses);
  end(cursor);
  return clauses;
}

function readClause(cursor: Cursor, clauses: Clauses): void {
  const clause = readers.find(({ words }) => isAt(cursor, ...words));
  if (!clause) throw unexpected(cursor, 'expecting EOF');
  cursor.at += clause.words.length;
  clause.read(cursor, clauses);
}

type Reader = { readonly words: readonly string[]; read(cursor: Cursor, clauses: Clauses): void };

const readers: readonly Reader[] = [
  {
    words: ['COMMENT'],
    read(cursor, clauses) {
      clauses.comment = readString(cursor);
    },
  },
  { words: ['PARTITIONED', 'BY'], read: readPartitioning },
  { words: ['ROW', 'FORMAT', 'SERDE'], read: readSerde },
  { words: ['ROW', 'FORMAT', 'DELIMITED'], read: readDelimited },
  {
    words: ['WITH', 'SERDEPROPERTIES'],
    read: (cursor, clauses) => addSerdeProperties(clauses, readTexts(cursor)),
  },
  { words: ['STORED', 'AS'], read: readStoredAs },
  {
    words: ['LOCATION'],
    read(cursor, clauses) {
      clauses.location = readString(cursor);
    },
  },
  {
    words: ['TBLPROPERTIES'],
    read(cursor, clauses) {
      clauses.properties = readTexts(cursor);
    },
  },
];

/** Columns with types of their own, or Iceberg's transforms of the table's columns. */
function readPartitioning(cursor: Cursor, clauses: Clauses): void {
  const items = readList(cursor, readPartitionField);
  clauses.partitionColumns = items.flatMap((item) => (typeof item === 'string' ? [] : [item]));
  clauses.transforms = items.flatMap((item) => (typeof item === 'string' ? [item] : []));
  if (clauses.partitionColumns.length > 0 && clauses.transforms.length > 0)
    throw unexpected(cursor, 'partition columns must all have types, or none of them');
}

function readPartitionField(cursor: Cursor): ColumnDefinition | string {
  const next = peek(cursor, 1)?.text;
  if (next === ',' || next === ')') return readName(cursor);
  if (next !== '(') return readColumn(cursor);
  const transform = readName(cursor);
  return `${transform}(${readList(cursor, readArgument).join(', ')})`;
}

function readArgument(cursor: Cursor): string {
  const token = peek(cursor);
  if (token?.kind !== 'number') return readName(cursor);
  cursor.at += 1;
  return token.text;
}

function readSerde(cursor: Cursor, clauses: Clauses): void {
  clauses.storage = { ...clauses.storage, serde: readString(cursor) };
}

function addSerdeProperties(clauses: Clauses, properties: Readonly<Record<string, string>>): void {
  const { storage } = clauses;
  clauses.storage = { ...storage, serdeProperties: { ...storage.serdeProperties, ...properties } };
}

const delimiters: readonly { readonly words: readonly string[]; readonly names: readonly string[] }[] = [
  { words: ['FIELDS', 'TERMINATED', 'BY'], names: ['field.delim', 'serialization.format'] },
  { words: ['ESCAPED', 'BY'], names: ['escape.delim'] },
  { words: ['COLLECTION', 'ITEMS', 'TERMINATED', 'BY'], names: ['collection.delim'] },
  { words: ['MAP', 'KEYS', 'TERMINATED', 'BY'], names: ['mapkey.delim'] },
  { words: ['LINES', 'TERMINATED', 'BY'], names: ['line.delim'] },
  { words: ['NULL', 'DEFINED', 'AS'], names: ['serialization.null.format'] },
];

function readDelimited(cursor: Cursor, clauses: Clauses): void {
  for (;;) {
    const found = delimiters.find(({ words }) => accept(cursor, ...words));
    if (!found) return;
    const value = readString(cursor);
    addSerdeProperties(clauses, Object.fromEntries(found.names.map((name) => [name, value])));
  }
}

function readStoredAs(cursor: Cursor, clauses: Clauses): void {
  const storage: Storage = accept(cursor, 'INPUTFORMAT')
    ? readClasses(cursor, clauses.storage)
    : { ...clauses.storage, storedAs: readName(cursor) };
  clauses.storage = storage;
}

function readClasses(cursor: Cursor, storage: Storage): Storage {
  const inputFormat = readString(cursor);
  expect(cursor, 'OUTPUTFORMAT');
  return { ...storage, inputFormat, outputFormat: readString(cursor) };
}
