import { SqlError } from '../../../sql/error.ts';
import { getDatabase, listDatabases, listPartitions, listTables } from '../catalog/glue.ts';
import type { CatalogTable } from '../catalog/source-table.ts';
import { DdlError } from '../execution/failure.ts';
import { type Outcome, textColumn } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { partitionPath } from '../write/partition-path.ts';

const lines = (column: string, values: readonly string[]): Outcome => ({
  kind: 'text',
  columns: [textColumn(column)],
  lines: values,
});

export async function showDatabases(run: Run, like: string | undefined): Promise<Outcome> {
  const matches = hivePattern(like);
  const names = (await listDatabases(run)).map(({ Name = '' }) => Name);
  return lines('database_name', names.filter(matches).sort());
}

export async function showTables(
  run: Run,
  ddl: { readonly kind: 'show tables' | 'show views'; readonly database?: string; readonly like?: string },
): Promise<Outcome> {
  const database = ddl.database ?? run.session.database;
  if (!(await getDatabase(run, database)))
    throw new SqlError('SCHEMA_NOT_FOUND', `Schema '${database}' does not exist`);
  const matches = hivePattern(ddl.like);
  const tables = await listTables(run, database);
  const wanted = tables.filter(({ TableType }) => ddl.kind === 'show tables' || TableType === 'VIRTUAL_VIEW');
  const column = ddl.kind === 'show tables' ? 'tab_name' : 'views';
  return lines(
    column,
    wanted
      .map(({ Name = '' }) => Name)
      .filter(matches)
      .sort(),
  );
}

/** Hive's pattern: a regular expression in which `*` stands for any characters and `|` for a choice. */
function hivePattern(like: string | undefined): (name: string) => boolean {
  if (like === undefined) return () => true;
  try {
    const regex = new RegExp(`^(?:${like.replaceAll('.*', '*').replaceAll('*', '.*')})$`, 'i');
    return (name) => regex.test(name);
  } catch {
    throw new DdlError(`SemanticException the pattern '${like}' is not a regular expression`);
  }
}

export async function showPartitions(run: Run, source: CatalogTable): Promise<Outcome> {
  const keys = source.glue.PartitionKeys ?? [];
  if (source.kind !== 'hive' || keys.length === 0)
    throw new DdlError(
      `Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Table ${source.name.table} is not a partitioned table`,
    );
  const names = keys.map(({ Name = '' }) => Name);
  const partitions = await listPartitions(run, source.name);
  return lines('partition', partitions.map(({ Values = [] }) => partitionPath(names, Values)).sort());
}

export function showColumns({ glue }: CatalogTable): Outcome {
  const columns = [...(glue.StorageDescriptor?.Columns ?? []), ...(glue.PartitionKeys ?? [])];
  return lines(
    'field',
    columns.map(({ Name = '' }) => Name.padEnd(20)),
  );
}

export function showProperties({ glue, name }: CatalogTable, key: string | undefined): Outcome {
  const properties = glue.Parameters ?? {};
  const all = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  if (key === undefined)
    return lines(
      'prpt_name',
      all.map(([property, value]) => `${property}\t${value}`),
    );
  return lines('prpt_name', [properties[key] ?? `Table ${name.database}.${name.table} does not have property: ${key}`]);
}
