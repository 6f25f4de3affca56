import type { QueryPlan } from '../../../sql/plan.ts';
import type { Tables } from '../catalog/tables.ts';
import { createRelation } from '../read/create-relation.ts';
import type { Run } from '../run.ts';
import { type Outcome, type Row, resultColumn } from './outcome.ts';

/** Creates the relations that a query reads. Athena's limit on bytes is checked before any row is. */
export async function prepareQuery(run: Run, tables: Tables, query: QueryPlan): Promise<void> {
  for (const scan of query.scans) {
    run.signal.throwIfAborted();
    await createRelation(run, tables, scan);
  }
  run.checkScanned();
}

/** Runs a SELECT; its rows are read as they are asked for. */
export async function runQuery(run: Run, tables: Tables, query: QueryPlan): Promise<Outcome> {
  await prepareQuery(run, tables, query);
  const columns = query.output.map(({ name, type }) => resultColumn(name, type));
  return { kind: 'rows', columns, rows: readRows(run, query) };
}

async function* readRows(run: Run, query: QueryPlan): AsyncGenerator<readonly Row[]> {
  const { formatValue: format } = await import('../../../sql/format.ts');
  const result = await run.connection.stream(query.sql);
  for await (const rows of result.yieldRows()) {
    run.signal.throwIfAborted();
    yield rows.map((row) => query.output.map(({ type }, index) => format(row[index] ?? null, type)));
  }
}
