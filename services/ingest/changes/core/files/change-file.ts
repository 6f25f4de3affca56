import type { Changes, Source, Table } from '../declaration/changes.ts';

/** What a key of raw/db/ says of its object. */
export type ChangeFile = {
  readonly source: Source;
  /** Undefined where the file holds the changes of all tables. */
  readonly table: Table | undefined;
  readonly isLoad: boolean;
  readonly isParquet: boolean;
};

// The counter is hexadecimal: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html
const loadName = /^LOAD[0-9A-F]+\./i;

/** Undefined for a key in no folder of a table that is declared. */
export function changeFileOf({ sources }: Changes, key: string): ChangeFile | undefined {
  const name = nameOf(key);
  const isParquet = /\.parquet$/i.test(name);
  for (const source of sources) {
    if (source.transactions !== undefined && key.startsWith(`${source.transactions}/`))
      return { source, table: undefined, isLoad: false, isParquet };
    const table = source.tables.find((each) => key.startsWith(folderOf(source, each)));
    if (table !== undefined) return { source, table, isLoad: isLoadFile(key), isParquet };
  }
  return undefined;
}

/** Whether a file is of a full load, by its name. */
export function isLoadFile(key: string): boolean {
  return loadName.test(nameOf(key));
}

/** `raw/db/shop/orders/`: below it lie the table's files. */
export function folderOf({ folder }: Source, { schema, table }: Table): string {
  return `${folder}/${schema}/${table}/`;
}

/** What the keys of a table's first load file begin with: a generation begins where one is written. */
export function firstLoadPrefix(source: Source, table: Table): string {
  return `${folderOf(source, table)}LOAD00000001.`;
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
