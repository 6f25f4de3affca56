import { type FileTable, readFileTable, rescuedColumn } from '@tributary/catalog/files/core/table/file-table.ts';
import { plainTypes, readType, typeText } from '@tributary/catalog/files/core/types/column-type.ts';
import type { FoundTable } from '@tributary/catalog/glue/ports.ts';
import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { UsageError } from '../usage.ts';

/** Types by column, as `COLUMN TYPE COLUMN TYPE` says them. Throws UsageError. */
export function askedTypes(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = Array.from({ length: Math.ceil(words.length / 2) }, (_, at) => words.slice(at * 2, at * 2 + 2));
  const types = new Map<string, string>();
  for (const [column = '', type] of pairs) {
    if (type === undefined) throw new UsageError(`Which type is ${column} to have? COLUMN TYPE, one after the other.`);
    const read = readType(type);
    if (read.kind === 'other')
      throw new UsageError(
        `${type} is no type that files become: ${plainTypes.join(', ')}, decimal(p,s), array<…>, map<string,…>, struct<name:…>.`,
      );
    if (types.has(column)) throw new UsageError(`${column} is named twice.`);
    types.set(column, typeText(read));
  }
  return Object.fromEntries(types);
}

/** The table of files that is to be made again. Throws UsageError where it is none, or has no such columns. */
export function checkedTable(name: string, found: FoundTable | undefined, columns: readonly string[]): FileTable {
  const table = found && readFileTable(found, found.parameters);
  if (found === undefined || table === undefined)
    throw new UsageError(
      `${name} is ${found === undefined ? 'no table of the lake' : 'no table of files, and only those are made again from raw'}: lake tables lists what there is.`,
    );
  const names = table.columns.map((column) => column.name);
  const unknown = columns.find((column) => !names.includes(column));
  if (unknown !== undefined) throw new UsageError(`${unknown} ${whyNot(unknown, table)}`);
  return table;
}

function whyNot(column: string, { columns, partitionKeys }: FileTable): string {
  if (column === rescuedColumn) return 'is what did not fit the other columns, and has no other type.';
  if (partitionKeys.includes(column)) return 'is a partition, and these are texts.';
  const names = columns.map(({ name }) => name);
  const meant = nearMiss(column, names);
  return `is no column of it.${meant === undefined ? ` There are: ${names.join(', ')}.` : ` Did you mean ${meant}?`}`;
}
