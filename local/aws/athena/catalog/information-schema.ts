import type { Table } from '@aws-sdk/client-glue';
import type { Column, TableName } from '../../../sql/plan.ts';
import { typeName } from '../../../sql/type-name.ts';
import type { Run } from '../run.ts';
import { listDatabases, listTables } from './glue.ts';
import { parseHiveType } from './hive-type.ts';
import type { SourceTable } from './source-table.ts';

type Row = Readonly<Record<string, unknown>>;

const varchar = { kind: 'varchar' } as const;
const columnsOf = (...names: string[]): Column[] => names.map((name) => ({ name, type: varchar }));

const views: Readonly<Record<string, { readonly columns: Column[]; rows(run: Run, catalog: string): Promise<Row[]> }>> =
  {
    schemata: {
      columns: columnsOf('catalog_name', 'schema_name'),
      rows: async (run, catalog) =>
        (await listDatabases(run)).map(({ Name }) => ({ catalog_name: catalog, schema_name: Name })),
    },
    tables: {
      columns: columnsOf('table_catalog', 'table_schema', 'table_name', 'table_type'),
      rows: (run, catalog) =>
        perTable(run, (table) => [
          { ...naming(catalog, table), table_type: table.TableType === 'VIRTUAL_VIEW' ? 'VIEW' : 'BASE TABLE' },
        ]),
    },
    columns: {
      columns: [
        ...columnsOf('table_catalog', 'table_schema', 'table_name', 'column_name'),
        { name: 'ordinal_position', type: { kind: 'bigint' } },
        ...columnsOf('column_default', 'is_nullable', 'data_type', 'comment', 'extra_info'),
      ],
      rows: (run, catalog) => perTable(run, (table) => columnRows(catalog, table)),
    },
  };

/** A view of information_schema over Glue, or undefined where there is none of this name. */
export function informationSchema(run: Run, name: TableName): SourceTable | undefined {
  const view = views[name.table];
  return view && { kind: 'rows', name, columns: view.columns, rows: () => view.rows(run, name.catalog) };
}

async function perTable(run: Run, rows: (table: Table) => Row[]): Promise<Row[]> {
  const databases = await listDatabases(run);
  const tables = await Promise.all(databases.map(({ Name = '' }) => listTables(run, Name)));
  return tables.flat().flatMap(rows);
}

const naming = (catalog: string, table: Table) => ({
  table_catalog: catalog,
  table_schema: table.DatabaseName,
  table_name: table.Name,
});

function columnRows(catalog: string, table: Table): Row[] {
  const keys = table.PartitionKeys ?? [];
  return [...(table.StorageDescriptor?.Columns ?? []), ...keys].map((column, index) => ({
    ...naming(catalog, table),
    column_name: column.Name?.toLowerCase(),
    ordinal_position: index + 1,
    column_default: null,
    is_nullable: 'YES',
    data_type: typeName(parseHiveType(column.Type ?? 'string')),
    comment: column.Comment ?? null,
    extra_info: keys.includes(column) ? 'partition key' : null,
  }));
}
