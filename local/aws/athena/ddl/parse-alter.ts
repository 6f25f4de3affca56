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
  readPartitionSpec,
  readPartitionValue,
  readRef,
  readString,
  readTexts,
  unexpected,
} from './cursor.ts';
import type { Alteration, Ddl, PartitionFilter } from './ddl.ts';

/** ALTER TABLE, after these words. */
export function parseAlterTable(cursor: Cursor): Ddl {
  const ref = readRef(cursor);
  const alteration = readAlteration(cursor);
  end(cursor);
  return { kind: 'alter table', ref, alteration };
}

const readers: readonly { readonly words: readonly string[]; read(cursor: Cursor): Alteration }[] = [
  { words: ['ADD', 'IF', 'NOT', 'EXISTS'], read: (cursor) => readAddPartitions(cursor, true) },
  { words: ['ADD', 'COLUMNS'], read: (cursor) => ({ action: 'add columns', columns: readList(cursor, readColumn) }) },
  { words: ['ADD'], read: (cursor) => readAddPartitions(cursor, false) },
  {
    words: ['REPLACE', 'COLUMNS'],
    read: (cursor) => ({ action: 'replace columns', columns: readList(cursor, readColumn) }),
  },
  { words: ['CHANGE', 'COLUMN'], read: readChangeColumn },
  { words: ['CHANGE'], read: readChangeColumn },
  { words: ['DROP', 'COLUMN'], read: (cursor) => ({ action: 'drop column', name: readName(cursor) }) },
  { words: ['DROP', 'IF', 'EXISTS'], read: (cursor) => readDropPartitions(cursor, true) },
  { words: ['DROP'], read: (cursor) => readDropPartitions(cursor, false) },
  {
    words: ['SET', 'TBLPROPERTIES'],
    read: (cursor) => ({ action: 'set properties', properties: readTexts(cursor) }),
  },
  {
    words: ['UNSET', 'TBLPROPERTIES'],
    read: (cursor) => ({ action: 'unset properties', names: readList(cursor, readString) }),
  },
  { words: ['SET', 'LOCATION'], read: (cursor) => ({ action: 'set location', location: readString(cursor) }) },
  { words: ['PARTITION'], read: readOnePartition },
];

function readAlteration(cursor: Cursor): Alteration {
  const reader = readers.find(({ words }) => accept(cursor, ...words));
  if (!reader) throw unexpected(cursor, 'in alter table statement');
  return reader.read(cursor);
}

function readAddPartitions(cursor: Cursor, ifNotExists: boolean): Alteration {
  const partitions = [];
  while (accept(cursor, 'PARTITION')) {
    const spec = readPartitionSpec(cursor);
    partitions.push(accept(cursor, 'LOCATION') ? { spec, location: readString(cursor) } : { spec });
  }
  if (partitions.length === 0) throw unexpected(cursor, 'expecting PARTITION');
  return { action: 'add partitions', ifNotExists, partitions };
}

function readDropPartitions(cursor: Cursor, ifExists: boolean): Alteration {
  const filters: PartitionFilter[] = [];
  do {
    expect(cursor, 'PARTITION');
    filters.push(readList(cursor, readCondition));
  } while (accept(cursor, ','));
  return { action: 'drop partitions', ifExists, filters };
}

function readCondition(cursor: Cursor): PartitionFilter[number] {
  const column = readName(cursor);
  const operator = peek(cursor)?.text ?? '';
  if (!['=', '<', '<=', '>', '>=', '<>', '!='].includes(operator)) throw unexpected(cursor, 'expecting =');
  cursor.at += 1;
  return { column, operator, value: readPartitionValue(cursor) };
}

function readChangeColumn(cursor: Cursor): Alteration {
  const name = readName(cursor);
  const column = readColumn(cursor);
  if (isAt(cursor, 'FIRST') || isAt(cursor, 'AFTER')) throw unexpected(cursor, 'expecting EOF');
  return { action: 'change column', name, column };
}

function readOnePartition(cursor: Cursor): Alteration {
  const partition = readPartitionSpec(cursor);
  if (accept(cursor, 'SET', 'LOCATION')) return { action: 'set location', location: readString(cursor), partition };
  expect(cursor, 'RENAME', 'TO', 'PARTITION');
  return { action: 'rename partition', from: partition, to: readPartitionSpec(cursor) };
}
