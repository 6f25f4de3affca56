import { applyChanges } from '../../../iceberg/change.ts';
import { tableColumns } from '../../../iceberg/table.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Plan, Scan } from '../../../sql/plan.ts';
import type { Tables } from '../catalog/tables.ts';
import type { Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { tableContext } from './insert.ts';
import { requireGrant } from './require-grant.ts';
import { stageQuery } from './stage-query.ts';

/** DELETE, UPDATE and MERGE of an Iceberg table, in one snapshot. */
export async function runChange(run: Run, tables: Tables, plan: Extract<Plan, { kind: 'change' }>): Promise<Outcome> {
  const { target, statement, query } = plan;
  const source = await tables.find(target);
  if (!source) throw new SqlError('TABLE_NOT_FOUND', `Table '${Object.values(target).join('.')}' does not exist`);
  if (source.kind !== 'iceberg')
    throw new SqlError(
      'NOT_SUPPORTED',
      `Modifying ${source.kind === 'view' ? 'view' : 'Hive table'} rows is not supported`,
    );
  for (const permission of ['INSERT', 'DELETE'] as const) requireGrant(run, target, permission);
  const names = ['$operation', '$path', '$file_position', ...tableColumns(source.table).map(({ name }) => name)];
  const relation = await stageQuery(
    run,
    tables,
    query,
    names.map((name) => ({ name })),
  );
  const constraints = commonConstraints(query.scans.filter((scan) => isTarget(scan, plan)));
  const { rows } = await applyChanges(tableContext(run, target), source.table, { relation, statement, constraints });
  return { kind: 'update', count: rows };
}

function isTarget({ table }: Scan, { target }: Extract<Plan, { kind: 'change' }>): boolean {
  return table.catalog === target.catalog && table.database === target.database && table.table === target.table;
}

/** With several scans of the target, only what holds for all of them bounds the statement. */
function commonConstraints(scans: readonly Scan[]): Scan['constraints'] {
  const [first, ...others] = scans;
  const keys = others.map((scan) => new Set(scan.constraints.map((constraint) => JSON.stringify(constraint))));
  return (first?.constraints ?? []).filter((constraint) => keys.every((key) => key.has(JSON.stringify(constraint))));
}
