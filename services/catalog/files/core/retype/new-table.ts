import type { DeclaredColumn } from '../declaration/files.ts';
import { extendTable, newTable } from '../table/extend-table.ts';
import type { FileColumn, FileTable } from '../table/file-table.ts';
import type { ColumnType } from '../types/column-type.ts';
import type { Objects } from '../types/evidence.ts';

/** What somebody says of the columns of a table, by name: pinned from then on. */
type Pins = ReadonlyMap<string, ColumnType>;

export type Retyped = {
  /** What all its files have shown. */
  readonly objects: Objects;
  readonly declared: ReadonlyMap<string, DeclaredColumn>;
  readonly pins: Pins;
  readonly generation: number;
};

/**
 * The table that is made of all files at once: what it is does not depend on the order in which they came. Types and names that a hand has given stay;
 * tables.yml and `pins` win over them.
 */
export function retypedTable(table: FileTable, { objects, declared, pins, generation }: Retyped): FileTable {
  const said = new Map(declared);
  for (const column of table.columns) said.set(column.key, saidOf(column, declared.get(column.key), pins));
  const made = extendTable(newTable({ ...table, generation }), { objects, declared: said });
  const named = new Set(table.columns.filter(({ isNamed }) => isNamed === true).map(({ key }) => key));
  return {
    ...made,
    columns: made.columns.map((column) => (named.has(column.key) ? { ...column, isNamed: true } : column)),
  };
}

function saidOf(column: FileColumn, declared: DeclaredColumn | undefined, pins: Pins): DeclaredColumn {
  const type = pins.get(column.name) ?? declared?.type ?? (column.isPinned ? column.type : undefined);
  const as = declared?.as ?? (column.isNamed === true ? column.name : undefined);
  return { type, as, isSensitive: declared?.isSensitive ?? false };
}
