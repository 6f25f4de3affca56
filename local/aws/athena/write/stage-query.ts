import type { Column, QueryPlan } from '../../../sql/plan.ts';
import { quoted } from '../../../sql/type-name.ts';
import type { Tables } from '../catalog/tables.ts';
import { prepareQuery } from '../execution/query.ts';
import type { Run } from '../run.ts';

/** Runs a query into a temporary table under the given column names, so that it is evaluated once however often it is read. */
export async function stageQuery(
  run: Run,
  tables: Tables,
  query: QueryPlan,
  columns: readonly Pick<Column, 'name'>[],
): Promise<string> {
  await prepareQuery(run, tables, query);
  const relation = quoted('athena$staged');
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  await run.connection.run(`CREATE TEMP TABLE ${relation} AS SELECT * FROM (${query.sql}) AS q(${names})`);
  return relation;
}
