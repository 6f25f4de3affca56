import type { Table } from '@aws-sdk/client-glue';
import { loadTable, tableColumns } from '../../../iceberg/table.ts';
import { lakeGrants } from '../../../kernel/bound.ts';
import type { LakeGrants } from '../../../kernel/lake-grants.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Metadata, Relation, TableName } from '../../../sql/plan.ts';
import { federatedColumns } from '../federated/columns.ts';
import { readableColumns, readerOf } from '../read/data-access.ts';
import type { Run } from '../run.ts';
import { getDatabase, getTable } from './glue.ts';
import { hiveFormat } from './hive-format.ts';
import { parseHiveType } from './hive-type.ts';
import { icebergMetadata } from './iceberg-metadata.ts';
import { informationSchema } from './information-schema.ts';
import type { HiveTable, SourceTable } from './source-table.ts';
import { tableFiles } from './table-files.ts';
import { readView } from './view.ts';

export type Tables = {
  /** The table, the same for the whole statement; undefined where there is none. Throws SqlError for a missing catalog or schema. */
  find(name: TableName): Promise<SourceTable | undefined>;
  readonly metadata: Metadata;
};

export const glueCatalog = 'awsdatacatalog';

/** The tables that a statement names, each read from the catalog once. */
export function openTables(run: Run): Tables {
  const known = new Map<string, Promise<SourceTable | undefined>>();
  const find = (name: TableName) => {
    const key = JSON.stringify([name.catalog, name.database, name.table]);
    const table = known.get(key) ?? resolve(run, name);
    known.set(key, table);
    return table;
  };
  return {
    find,
    metadata: {
      async relation(name) {
        const table = await find(name);
        return table && relation(table);
      },
    },
  };
}

async function resolve(run: Run, name: TableName): Promise<SourceTable | undefined> {
  if (!isGlue(run, name.catalog)) return federated(run, name);
  if (name.database === 'information_schema') return informationSchema(run, name);
  if (!(await getDatabase(run, name.database)))
    throw new SqlError('SCHEMA_NOT_FOUND', `Schema '${name.database}' does not exist`);
  const [, base, about] = /^(.+)\$(\w+)$/.exec(name.table) ?? [];
  const table = await getTable(run, name.database, base ?? name.table);
  if (!table) return undefined;
  const source = await sourceOf(run, { ...name, table: base ?? name.table }, table);
  return about === undefined ? source : metadataTable(run, name, source, about);
}

/** Whether a catalog's name stands for this account's Glue. */
export function isGlue(run: Pick<Run, 'catalogs'>, catalog: string): boolean {
  return catalog === glueCatalog || run.catalogs.get(catalog)?.type === 'GLUE';
}

async function sourceOf(run: Run, name: TableName, glue: Table): Promise<SourceTable> {
  if (glue.TableType === 'VIRTUAL_VIEW')
    return { kind: 'view', name, glue, view: readView(glue.ViewOriginalText ?? '', name.database) };
  const grants = lakeGrants(run, name);
  if (glue.Parameters?.table_type?.toUpperCase() === 'ICEBERG') return icebergTable(run, { name, glue, grants });
  return { ...hiveTable(name, glue), grants };
}

type Found = { readonly name: TableName; readonly glue: Table; readonly grants: LakeGrants | undefined };

async function icebergTable(run: Run, { name, glue, grants }: Found): Promise<SourceTable> {
  const location = glue.Parameters?.metadata_location;
  if (location === undefined)
    throw new SqlError('ICEBERG_INVALID_METADATA', `Table ${name.database}.${name.table} has no metadata_location`);
  const files = tableFiles(readerOf(run, grants)(location));
  const table = await loadTable(files, location, `${name.database}.${name.table}`);
  return { kind: 'iceberg', name, table, glue, grants };
}

/** A Hive table from its Glue description. */
export function hiveTable(name: TableName, glue: Table): HiveTable {
  const columnOf = ({ Name = '', Type = 'string' }: { Name?: string | undefined; Type?: string | undefined }) => ({
    name: Name.toLowerCase(),
    type: parseHiveType(Type),
  });
  const storage = glue.StorageDescriptor;
  return {
    kind: 'hive',
    name,
    glue,
    columns: (storage?.Columns ?? []).map(columnOf),
    partitionColumns: (glue.PartitionKeys ?? []).map(columnOf),
    location: storage?.Location ?? '',
    format: hiveFormat(storage),
    parameters: glue.Parameters ?? {},
  };
}

/** A table about a table: `"t$partitions"`. */
function metadataTable(run: Run, name: TableName, source: SourceTable, about: string): SourceTable | undefined {
  if (source.kind === 'hive' && about === 'partitions' && source.partitionColumns.length > 0)
    return { kind: 'partitions', name, of: source };
  if (source.kind !== 'iceberg') return undefined;
  // They tell of the values of all columns
  if (source.grants !== undefined && !source.grants.has('SELECT'))
    throw new SqlError('NOT_SUPPORTED', 'Metadata tables of a table with hidden columns are not supported');
  const made = icebergMetadata(run, source.table, about);
  if (!made) throw new SqlError('NOT_SUPPORTED', `Metadata table "${name.table}" is not supported`);
  return { kind: 'rows', name, columns: made.columns, rows: made.rows };
}

async function federated(run: Run, name: TableName): Promise<SourceTable | undefined> {
  const catalog = run.catalogs.get(name.catalog);
  if (!catalog) throw new SqlError('CATALOG_NOT_FOUND', `Catalog '${name.catalog}' not found`);
  const columns = await federatedColumns(run, catalog, name);
  return columns && { kind: 'federated', name, columns, catalog };
}

function relation(source: SourceTable): Relation {
  const { name } = source;
  switch (source.kind) {
    case 'view':
      return { kind: 'view', name, ...source.view };
    case 'iceberg':
      return {
        ...{ kind: 'table', name, format: 'iceberg', partitionColumns: [] },
        columns: readableColumns(source.grants, tableColumns(source.table)),
      };
    case 'hive': {
      const partitionColumns = source.partitionColumns.map((column) => column.name);
      const columns = readableColumns(source.grants, [...source.columns, ...source.partitionColumns]);
      return { kind: 'table', name, format: 'hive', columns, partitionColumns };
    }
    case 'partitions':
      return { kind: 'table', name, format: 'hive', columns: source.of.partitionColumns, partitionColumns: [] };
    default:
      return { kind: 'table', name, format: 'federated', columns: source.columns, partitionColumns: [] };
  }
}
