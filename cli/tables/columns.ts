import { readFileTable, rescuedColumn } from '@tributary/catalog/files/core/table/file-table.ts';
import type { DescribedTable } from './described-table.ts';

/** A column, and of a table of files what it is called in the files (`key`), and whether a hand has said its type. */
export type ShownColumn = {
  readonly name: string;
  readonly type: string;
  readonly key: string | undefined;
  readonly isPinned: boolean;
  readonly isSensitive: boolean;
  readonly isPartition: boolean;
};

export function columnsOf({ columns, partitionKeys, parameters }: DescribedTable): readonly ShownColumn[] {
  const known = new Map(
    readFileTable({ columns, partitionKeys }, parameters)?.columns.map((each) => [each.name, each]),
  );
  const own = columns.map(({ name, type, isSensitive }): ShownColumn => {
    const column = known.get(name);
    return { name, type, key: column?.key, isPinned: column?.isPinned === true, isSensitive, isPartition: false };
  });
  const keys = partitionKeys.map(
    (name): ShownColumn => ({
      name,
      type: 'string',
      key: undefined,
      isPinned: false,
      isSensitive: false,
      isPartition: true,
    }),
  );
  return [...own, ...keys];
}

/** What is to be said of a column beside its type. */
export function remarksOn({ name, key, isPinned, isSensitive, isPartition }: ShownColumn): string {
  return [
    ...(isPartition ? ['partition'] : []),
    ...(name === rescuedColumn ? ['what did not fit its column, by path'] : []),
    ...(key === undefined || key === name ? [] : [`"${key}" in the files`]),
    ...(isPinned ? ['pinned'] : []),
    ...(isSensitive ? ['sensitive'] : []),
  ].join(', ');
}
