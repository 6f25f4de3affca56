import {
  accept,
  type Cursor,
  end,
  expect,
  isAt,
  peek,
  readName,
  readRef,
  readString,
  readTexts,
  unexpected,
} from './cursor.ts';
import type { Ddl, TableRef } from './ddl.ts';
import { parseAlterTable } from './parse-alter.ts';
import { isCreateTable, parseCreateTable } from './parse-create-table.ts';
import { tokenize, words } from './tokenize.ts';

/** Reads Hive's DDL and Athena's utility statements; undefined for what is Trino's SQL. Throws DdlError, Hive's ParseException. */
export function parseDdl(sql: string): Ddl | undefined {
  if (!ddlWords.has(words(sql, 1)[0] ?? '')) return undefined;
  const cursor: Cursor = { sql, tokens: tokenize(sql), at: 0 };
  if (isCreateTable(cursor)) return parseCreateTable(cursor);
  const reader = readers.find(({ words }) => accept(cursor, ...words));
  if (!reader) return undefined;
  const ddl = reader.read(cursor);
  end(cursor);
  return ddl;
}

type Reader = { readonly words: readonly string[]; read(cursor: Cursor): Ddl };

const readers: readonly Reader[] = [
  { words: ['CREATE', 'DATABASE'], read: readCreateDatabase },
  { words: ['CREATE', 'SCHEMA'], read: readCreateDatabase },
  { words: ['DROP', 'DATABASE'], read: readDropDatabase },
  { words: ['DROP', 'SCHEMA'], read: readDropDatabase },
  { words: ['ALTER', 'DATABASE'], read: readAlterDatabase },
  { words: ['ALTER', 'SCHEMA'], read: readAlterDatabase },
  { words: ['DROP', 'TABLE'], read: readDropTable },
  { words: ['ALTER', 'TABLE'], read: parseAlterTable },
  { words: ['MSCK', 'REPAIR', 'TABLE'], read: (cursor) => ({ kind: 'repair table', ref: readRef(cursor) }) },
  { words: ['SHOW', 'DATABASES'], read: readShowDatabases },
  { words: ['SHOW', 'SCHEMAS'], read: readShowDatabases },
  { words: ['SHOW', 'TABLES'], read: (cursor) => ({ kind: 'show tables', ...readPlace(cursor) }) },
  { words: ['SHOW', 'VIEWS'], read: (cursor) => ({ kind: 'show views', ...readPlace(cursor) }) },
  { words: ['SHOW', 'PARTITIONS'], read: (cursor) => ({ kind: 'show partitions', ref: readRef(cursor) }) },
  { words: ['SHOW', 'COLUMNS'], read: readShowColumns },
  { words: ['SHOW', 'CREATE', 'TABLE'], read: (cursor) => ({ kind: 'show create table', ref: readRef(cursor) }) },
  { words: ['SHOW', 'CREATE', 'VIEW'], read: (cursor) => ({ kind: 'show create view', ref: readRef(cursor) }) },
  { words: ['SHOW', 'TBLPROPERTIES'], read: readShowProperties },
  { words: ['DESCRIBE'], read: readDescribe },
  { words: ['DESC'], read: readDescribe },
  { words: ['VACUUM'], read: (cursor) => ({ kind: 'vacuum', ref: readRef(cursor) }) },
];

/** What a statement must begin with to be looked at further. */
const ddlWords: ReadonlySet<string> = new Set(readers.map(({ words: [first = ''] }) => first));

function readCreateDatabase(cursor: Cursor): Ddl {
  const ifNotExists = accept(cursor, 'IF', 'NOT', 'EXISTS');
  const name = readName(cursor);
  return {
    kind: 'create database',
    name,
    ifNotExists,
    ...(accept(cursor, 'COMMENT') ? { comment: readString(cursor) } : {}),
    ...(accept(cursor, 'LOCATION') ? { location: readString(cursor) } : {}),
    properties: accept(cursor, 'WITH', 'DBPROPERTIES') ? readTexts(cursor) : {},
  };
}

function readDropDatabase(cursor: Cursor): Ddl {
  const ifExists = accept(cursor, 'IF', 'EXISTS');
  const name = readName(cursor);
  const cascade = accept(cursor, 'CASCADE');
  if (!cascade) accept(cursor, 'RESTRICT');
  return { kind: 'drop database', name, ifExists, cascade };
}

function readAlterDatabase(cursor: Cursor): Ddl {
  const name = readName(cursor);
  expect(cursor, 'SET', 'DBPROPERTIES');
  return { kind: 'alter database', name, properties: readTexts(cursor) };
}

function readDropTable(cursor: Cursor): Ddl {
  const ifExists = accept(cursor, 'IF', 'EXISTS');
  return { kind: 'drop table', ifExists, ref: readRef(cursor) };
}

function readShowDatabases(cursor: Cursor): Ddl {
  accept(cursor, 'LIKE');
  return peek(cursor) ? { kind: 'show databases', like: readString(cursor) } : { kind: 'show databases' };
}

function readPlace(cursor: Cursor): { readonly database?: string; readonly like?: string } {
  const named = accept(cursor, 'IN') || accept(cursor, 'FROM');
  const database = named ? readName(cursor) : undefined;
  accept(cursor, 'LIKE');
  const like = peek(cursor) ? readString(cursor) : undefined;
  return { ...(database === undefined ? {} : { database }), ...(like === undefined ? {} : { like }) };
}

function readShowColumns(cursor: Cursor): Ddl {
  if (!accept(cursor, 'IN')) expect(cursor, 'FROM');
  const ref = readRef(cursor);
  const inDatabase = accept(cursor, 'IN') || accept(cursor, 'FROM');
  return { kind: 'show columns', ref: inDatabase ? { ...ref, database: readName(cursor) } : ref };
}

function readShowProperties(cursor: Cursor): Ddl {
  const ref = readRef(cursor);
  if (!accept(cursor, '(')) return { kind: 'show properties', ref };
  const name = readString(cursor);
  expect(cursor, ')');
  return { kind: 'show properties', ref, name };
}

function readDescribe(cursor: Cursor): Ddl {
  const detailed = accept(cursor, 'FORMATTED') || accept(cursor, 'EXTENDED');
  const ref: TableRef = readRef(cursor);
  if (isAt(cursor, 'PARTITION')) throw unexpected(cursor, 'expecting EOF');
  return { kind: 'describe', ref, detailed };
}
