import { SqlError } from '../../../sql/error.ts';
import type { TableName } from '../../../sql/plan.ts';
import { getTable, permitted } from '../catalog/glue.ts';
import { withSlash } from '../catalog/location.ts';
import { tableFiles } from '../catalog/table-files.ts';
import type { Tables } from '../catalog/tables.ts';
import { DdlError } from '../execution/failure.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';

/** DROP TABLE. An Iceberg table's files go with it, as Athena's own tables; an external table's stay. */
export async function dropTable(run: Run, _tables: Tables, name: TableName, ifExists: boolean): Promise<Outcome> {
  const table = await getTable(run, name.database, name.table);
  if (!table) {
    if (ifExists) return nothing;
    throw new DdlError(`SemanticException [Error 10001]: Table not found ${name.database}.${name.table}`);
  }
  if (table.TableType === 'VIRTUAL_VIEW')
    throw new SqlError('GENERIC_USER_ERROR', `${name.database}.${name.table} is a view: use DROP VIEW`);
  await permitted(run.cloud.call(run.caller, 'glue', 'DeleteTable', { DatabaseName: name.database, Name: name.table }));
  const location = table.StorageDescriptor?.Location;
  if (table.Parameters?.table_type?.toUpperCase() === 'ICEBERG' && location) await removeFiles(run, location);
  return nothing;
}

async function removeFiles(run: Run, location: string): Promise<void> {
  const files = tableFiles(run);
  for (const { uri } of await files.list(withSlash(location))) await files.remove(uri);
}
