import { SqlError } from '../../../sql/error.ts';
import type { Plan, QueryPlan } from '../../../sql/plan.ts';
import { typeName } from '../../../sql/type-name.ts';
import type { Tables } from '../catalog/tables.ts';
import type { Run } from '../run.ts';
import { type Outcome, textColumn } from './outcome.ts';
import { prepareQuery } from './query.ts';

type Explain = Extract<Plan, { kind: 'explain' }>;

/** EXPLAIN [ANALYZE]: what would be read, with which constraints, and DuckDB's plan of it. */
export async function runExplain(run: Run, tables: Tables, plan: Explain): Promise<Outcome> {
  if (plan.format === 'validate') return { kind: 'text', columns: [textColumn('Valid')], lines: ['true'] };
  const query = queryOf(plan.plan);
  if (plan.format === 'json') return text([JSON.stringify(query ? summary(query) : { kind: plan.plan.kind }, null, 2)]);
  if (plan.format === 'io') throw new SqlError('NOT_SUPPORTED', 'EXPLAIN (TYPE IO) is not supported');
  if (!query) return text([plan.plan.kind]);
  if (plan.analyze && plan.plan.kind !== 'query')
    throw new SqlError('NOT_SUPPORTED', 'EXPLAIN ANALYZE of a statement that writes is not supported');
  await prepareQuery(run, tables, query);
  const read = await run.connection.runAndReadAll(`EXPLAIN ${plan.analyze ? 'ANALYZE ' : ''}${query.sql}`);
  const rows = read.getRows().map((row) => String(row.at(-1)));
  return text([...describe(plan.plan.kind, query), ...rows]);
}

const text = (parts: readonly string[]): Outcome => ({
  kind: 'text',
  columns: [textColumn('Query Plan')],
  lines: parts.flatMap((part) => part.split('\n')),
});

function queryOf(plan: Plan): QueryPlan | undefined {
  return 'query' in plan ? plan.query : undefined;
}

const summary = ({ output, scans }: QueryPlan) => ({
  output: output.map(({ name, type }) => ({ name, type: typeName(type) })),
  scans: scans.map(({ table, columns, constraints }) => ({ table, columns, constraints })),
});

function describe(kind: string, query: QueryPlan): string[] {
  const output = query.output.map(({ name, type }) => `${name}:${typeName(type)}`).join(', ');
  const scans = query.scans.flatMap(({ table, columns, constraints }) => [
    `  TableScan[${table.catalog}:${table.database}:${table.table}] (${columns.join(', ')})`,
    ...constraints.map(({ column, operator, values }) => `    ${column} ${operator} ${values.join(', ')}`),
  ]);
  return [`${kind} => [${output}]`, ...scans];
}
