import type { DeclaredColumn } from '../declaration/files.ts';
import { typeText } from '../types/column-type.ts';
import { type Evidence, type Objects, see } from '../types/evidence.ts';
import type { Fields } from '../value.ts';
import { extendTable, newTable } from './extend-table.ts';
import { type FileTable, hiveColumnsOf, parametersOf, readFileTable } from './file-table.ts';

export const start = newTable({
  from: 'raw/files/shop/orders/',
  partitionKeys: ['year', 'month', 'day'],
  generation: 1,
});

function shownBy(records: readonly Fields[]): Objects {
  const objects: Objects = { count: 0, named: new Map() };
  const evidence: Evidence = { objects };
  for (const record of records) see(evidence, record);
  return objects;
}

const nothingDeclared: ReadonlyMap<string, DeclaredColumn> = new Map();
export const extend = (table: FileTable, records: readonly Fields[], declared = nothingDeclared) =>
  extendTable(table, { objects: shownBy(records), declared });
export const made = (...records: readonly Fields[]) => extend(start, records);
export const told = ({ columns }: FileTable) => columns.map(({ name, type }) => `${name} ${typeText(type)}`);
export const named = ({ columns }: FileTable) => columns.map(({ name, key }) => [key, name]);
export const foundOf = (table: FileTable) => ({ columns: hiveColumnsOf(table), partitionKeys: table.partitionKeys });
export const again = (table: FileTable) => readFileTable(foundOf(table), parametersOf(table));
