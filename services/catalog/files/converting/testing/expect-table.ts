import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ownOf, readAllByDuckDb } from '@tributary/shared/parquet/testing/read-nested.ts';
import { expect } from 'vitest';
import { expectWhole } from '../../core/shape/testing/put-together.ts';
import { type FileTable, readFileTable, rescuedColumn } from '../../core/table/file-table.ts';
import type { ColumnType } from '../../core/types/column-type.ts';
import type { Fields, Value } from '../../core/value.ts';
import { tableFolder } from '../agree.ts';
import type { createFilesForTests } from '../files-for-tests.ts';

const connection = await (await DuckDBInstance.create()).connect();
const folder = mkdtempSync(join(tmpdir(), 'files-table-'));
let written = 0;

type Lake = Pick<ReturnType<typeof createFilesForTests>, 'glue' | 'lake'>;

/** Looks for every value of every record in a table as DuckDB reads all of its files: in its column, or by its path among what was rescued. */
export async function expectTableOf(lake: Lake, name: string, records: readonly Fields[]): Promise<void> {
  const found = await lake.glue.findTable('lake', name);
  const table = found && readFileTable(found, found.parameters);
  if (table === undefined) throw new Error(`${name} is no table of files`);
  const names = table.columns.map((column) => column.name);
  expect(new Set([...names, ...table.partitionKeys]).size).toBe(names.length + table.partitionKeys.length);
  const rows = await rowsOf(lake, name, table);
  const numberOf = (row: unknown) => Number(ownOf(row, nameOf(table, 'n')));
  expect(rows.map(numberOf).toSorted(byNumber)).toEqual(records.map(({ n }) => numberIn(n)).toSorted(byNumber));
  const byN = new Map(records.map((record) => [numberIn(record.n), record]));
  for (const row of rows) expectRow(row, byN.get(numberOf(row)) ?? {}, table);
}

const byNumber = (one: number, other: number) => one - other;

function numberIn(n: Fields[string]): number {
  return Number(typeof n === 'object' && n !== null && 'text' in n ? n.text : n);
}

function nameOf({ columns }: FileTable, key: string): string {
  return columns.find((column) => column.key === key)?.name ?? '';
}

async function rowsOf({ lake }: Lake, name: string, table: FileTable): Promise<readonly unknown[]> {
  const own = tableFolder(name, table);
  const keys = [...lake.objects.keys()].filter(
    (key) => key.startsWith(own) && key.endsWith('.parquet') && !/^\d+\//.test(key.slice(own.length)),
  );
  written += 1;
  const place = join(folder, `${written}`);
  mkdirSync(place);
  const files = keys.map((key, at) => {
    const file = join(place, `${at}.parquet`);
    writeFileSync(file, lake.objects.get(key) ?? '');
    return file;
  });
  return files.length === 0 ? [] : readAllByDuckDb(files, connection);
}

function expectRow(row: unknown, record: Fields, { columns }: FileTable): void {
  const cells = new Map(columns.map(({ name, type }) => [name, asTyped(ownOf(row, name), type)]));
  const rescued: unknown = ownOf(row, rescuedColumn);
  const entries: [string, string][] = rescued instanceof Map ? [...rescued] : [];
  // Blanks alone, or nothing between quotes, are text of a column of texts, and say nothing to others.
  const said = Object.entries(record).filter(([key, value]) => {
    const column = columns.find((each) => each.key === key);
    return !isBlank(value) || entries.some(([path]) => path === key) || (column && cells.get(column.name) !== null);
  });
  expectWhole(Object.fromEntries(said), columns, { cells, rescued: entries });
}

function isBlank(value: Value): boolean {
  return typeof value === 'string' && /^[ \t]*$/.test(value);
}

/** A cell with all fields of its structs, in the table's order: in a file are those that the table had by then. */
function asTyped(cell: unknown, type: ColumnType): unknown {
  if (cell === null || cell === undefined) return null;
  if (type.kind === 'array' && Array.isArray(cell)) return cell.map((each) => asTyped(each, type.element));
  if (type.kind === 'map' && cell instanceof Map)
    return new Map([...cell].map(([key, each]) => [key, asTyped(each, type.value)]));
  if (type.kind !== 'struct') return cell;
  const names = type.fields.map(({ name }) => name);
  expect(Object.keys(cell).filter((name) => !names.includes(name))).toEqual([]);
  return Object.fromEntries(type.fields.map((field) => [field.name, asTyped(ownOf(cell, field.name), field.type)]));
}
