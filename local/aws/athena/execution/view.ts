import { SqlError } from '../../../sql/error.ts';
import type { Plan } from '../../../sql/plan.ts';
import { asInput, getDatabase, permitted } from '../catalog/glue.ts';
import { hiveTypeName } from '../catalog/hive-type.ts';
import type { Tables } from '../catalog/tables.ts';
import { writeView } from '../catalog/view.ts';
import type { Run } from '../run.ts';
import { nothing, type Outcome } from './outcome.ts';

/** CREATE [OR REPLACE] VIEW: a Glue table whose text is the view, as Athena keeps it. */
export async function runCreateView(
  run: Run,
  tables: Tables,
  plan: Extract<Plan, { kind: 'create view' }>,
): Promise<Outcome> {
  const { database, table } = plan.view;
  if (!(await getDatabase(run, database))) throw new SqlError('SCHEMA_NOT_FOUND', `Schema ${database} does not exist`);
  const existing = await tables.find(plan.view);
  if (existing && existing.kind !== 'view')
    throw new SqlError('TABLE_ALREADY_EXISTS', `Table already exists: '${Object.values(plan.view).join('.')}'`);
  if (existing && !plan.replace)
    throw new SqlError('TABLE_ALREADY_EXISTS', `View already exists: '${Object.values(plan.view).join('.')}'`);
  const TableInput = {
    ...(existing ? { Parameters: asInput(existing.glue).Parameters } : {}),
    Name: table,
    TableType: 'VIRTUAL_VIEW',
    ViewOriginalText: writeView({ ...run.session, sql: plan.sql, columns: plan.columns }),
    ViewExpandedText: '/* Presto View */',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    PartitionKeys: [],
    StorageDescriptor: {
      Columns: plan.columns.map(({ name, type }) => ({ Name: name.toLowerCase(), Type: shownType(type) })),
      Location: '',
      SerdeInfo: {},
    },
  };
  if (existing)
    await permitted(run.cloud.call(run.caller, 'glue', 'UpdateTable', { DatabaseName: database, TableInput }));
  else await permitted(run.cloud.call(run.caller, 'glue', 'CreateTable', { DatabaseName: database, TableInput }));
  return nothing;
}

/** Glue's column types are Hive's; a view's column of another type is shown as text there, its own type is in the view's text. */
function shownType(type: Parameters<typeof hiveTypeName>[0]): string {
  try {
    return hiveTypeName(type);
  } catch (error) {
    if (error instanceof SqlError) return 'string';
    throw error;
  }
}

export async function runDropView(
  run: Run,
  tables: Tables,
  plan: Extract<Plan, { kind: 'drop view' }>,
): Promise<Outcome> {
  const { database, table } = plan.view;
  const existing = await tables.find(plan.view);
  if (!existing) {
    if (plan.ifExists) return nothing;
    throw new SqlError('TABLE_NOT_FOUND', `View '${Object.values(plan.view).join('.')}' does not exist`);
  }
  if (existing.kind !== 'view')
    throw new SqlError(
      'GENERIC_USER_ERROR',
      `'${Object.values(plan.view).join('.')}' is a table, not a view: use DROP TABLE`,
    );
  await permitted(run.cloud.call(run.caller, 'glue', 'DeleteTable', { DatabaseName: database, Name: table }));
  return nothing;
}
