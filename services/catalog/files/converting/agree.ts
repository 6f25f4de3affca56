import { besideName } from '../../glue/files-table.ts';
import type { HiveColumn } from '../../glue/hive-type.ts';
import type { CreateTable, FindTable, FoundTable, UpdateTable } from '../../glue/ports.ts';
import { type HideColumns, sensitiveColumnsOf } from '../../glue/sensitive-columns.ts';
import { storageOf } from '../../glue/table-input.ts';
import type { DeclaredColumn } from '../core/declaration/files.ts';
import { extendTable, newTable, type Shown } from '../core/table/extend-table.ts';
import { type FileTable, hiveColumnsOf, parametersOf, readFileTable } from '../core/table/file-table.ts';
import { FilesError } from './files-error.ts';
import { MovedError } from './moved-error.ts';

export type AgreeDeps = {
  readonly findTable: FindTable;
  readonly createTable: CreateTable;
  readonly updateTable: UpdateTable;
  readonly hideColumns: HideColumns;
  readonly database: string;
  readonly lakeBucket: string;
};

/** The table that is asked for: `name` in Glue; what it is to be if there is none. */
export type Wanted = Shown & {
  readonly name: string;
  readonly from: string;
  readonly generation: number;
  readonly partitionKeys: readonly string[];
};

/** `added`: columns that it did not have before. */
export type Agreed = { readonly table: FileTable; readonly isNew: boolean; readonly added: readonly string[] };

const maxRaces = 20;

/**
 * Has the catalog know all columns of what was read, and says what it knows: others may have had it know theirs meanwhile. Throws MovedError
 * where the table is of another generation by now, or a view.
 */
export function createAgree(deps: AgreeDeps) {
  const once = async (wanted: Wanted): Promise<Agreed | 'raced'> => {
    const found = await deps.findTable(deps.database, wanted.name);
    return found === undefined ? create(deps, wanted) : extend(deps, wanted, found);
  };
  return async function agree(wanted: Wanted): Promise<Agreed> {
    for (let race = 0; race < maxRaces; race += 1) {
      const agreed = await once(wanted);
      if (agreed === 'raced') continue;
      // Each time: who made the table may have been killed before.
      await hideSensitive(deps, wanted.name, columnsOf(agreed.table, wanted.declared));
      return agreed;
    }
    throw new Error(`${wanted.name} was changed by others ${maxRaces} times in a row`);
  };
}

/** Before there is a row in them. */
export function hideSensitive(
  { hideColumns, database }: Pick<AgreeDeps, 'hideColumns' | 'database'>,
  table: string,
  columns: readonly HiveColumn[],
): Promise<void> {
  return hideColumns({ database, table, columns: sensitiveColumnsOf(columns) });
}

export type Agree = ReturnType<typeof createAgree>;

async function create(deps: AgreeDeps, wanted: Wanted): Promise<Agreed | 'raced'> {
  // Of one that stands beside, all files say what it is, and not this one.
  if (wanted.generation > 1) throw new MovedError(`${wanted.name} is there no more`);
  const table = extendTable(newTable(wanted), wanted);
  const outcome = await deps.createTable(deps.database, {
    Name: wanted.name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', ...parametersOf(table) },
    PartitionKeys: table.partitionKeys.map((name) => ({ Name: name, Type: 'string' })),
    StorageDescriptor: storageOf(
      'parquet',
      columnsOf(table, wanted.declared),
      `s3://${deps.lakeBucket}/${tableFolder(wanted.name, table)}`,
    ),
  });
  return outcome === 'created' ? { table, isNew: true, added: [] } : 'raced';
}

async function extend(deps: AgreeDeps, wanted: Wanted, found: FoundTable): Promise<Agreed | 'raced'> {
  const before = readFileTable(found, found.parameters);
  if (before === undefined || before.from !== wanted.from) throw taken(wanted, before);
  if (found.isView || before.generation !== wanted.generation)
    throw new MovedError(`${wanted.name} is generation ${before.generation} by now`);
  const table = extendTable(before, wanted);
  if (table === before) return { table, isNew: false, added: [] };
  const input = found.withColumns(columnsOf(table, wanted.declared), parametersOf(table));
  const outcome = await deps.updateTable(deps.database, { version: found.version, input });
  const known = new Set(before.columns.map(({ name }) => name));
  const added = table.columns.map(({ name }) => name).filter((name) => !known.has(name));
  return outcome === 'updated' ? { table, isNew: false, added } : 'raced';
}

function taken({ name, from }: Wanted, other: FileTable | undefined): FilesError {
  const owner = other === undefined ? 'is a table already, and not one of files' : `holds the files of ${other.from}`;
  return new FilesError(
    `The files of ${from} are to be the table ${name}, which ${owner}: put them under another source or object, then replay the folder`,
  );
}

/** What Glue is to have as columns, those that are sensitive marked. */
export function columnsOf(table: FileTable, declared: ReadonlyMap<string, DeclaredColumn>) {
  const sensitive = new Set(
    table.columns.filter(({ key }) => declared.get(key)?.isSensitive === true).map(({ name }) => name),
  );
  return hiveColumnsOf(table).map((column) =>
    sensitive.has(column.name) ? { ...column, parameters: { sensitive: 'true' } } : column,
  );
}

/** The table's folder in the lake bucket: each generation after the first has its own. */
export function tableFolder(name: string, { generation }: Pick<FileTable, 'generation'>): string {
  const beside = besideName('', generation);
  const table = name.endsWith(beside) ? name.slice(0, -beside.length) : name;
  return generation === 1 ? `lake/${table}/` : `lake/${table}/${generation}/`;
}
