import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SqlError } from '../../../local/sql/error.ts';
import { formatValue } from '../../../local/sql/format.ts';
import { prepareConnection } from '../../../local/sql/native/prepare-connection.ts';
import { registerNatives } from '../../../local/sql/native/register.ts';
import type { Column, Metadata, Plan, QueryPlan, Relation, Session, TableName } from '../../../local/sql/plan.ts';
import { isTrinoStatement, planStatement } from '../../../local/sql/plan-statement.ts';
import { readRuntimeError } from '../../../local/sql/runtime-error.ts';
import { duckdbType, quoted, typeName } from '../../../local/sql/type-name.ts';
import type { Answer, Case } from '../cases.ts';
import { readColumns, sampleTables } from './sample-tables.ts';

export type Engine = { answer(one: Case): Promise<Answer>; close(): void };

const SESSION: Session = {
  catalog: 'awsdatacatalog',
  database: 'sqltest',
  now: Date.UTC(2026, 10, 3, 12),
  parameters: [],
};

/** The SQL front end over plain DuckDB tables: what it plans is run as it is, without Glue, S3 or Iceberg. */
export async function createEngine(scratch: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await prepareConnection(connection);
  await registerNatives(connection);
  const relations = new Map<string, Relation>();
  for (const table of sampleTables(scratch)) {
    await connection.run(`CREATE TABLE ${quoted(table.name)} AS ${table.sql}`);
    relations.set(table.name, relationOf(table.name, 'hive', table.columns, table.partitions));
  }
  const metadata: Metadata = { relation: async (name) => relations.get(name.table.toLowerCase()) };
  return {
    close() {
      connection.closeSync();
      instance.closeSync();
    },
    async answer(one) {
      try {
        let answer: Answer = { columns: [], rows: [] };
        for (const statement of one.statements) answer = await run(statement, connection, relations, metadata);
        return answer;
      } catch (error) {
        return errorAnswer(error);
      }
    },
  };
}

function relationOf(
  table: string,
  format: 'hive' | 'iceberg',
  columns: readonly Column[],
  partitionColumns: readonly string[],
): Relation {
  return { kind: 'table', name: nameOf(table), format, columns, partitionColumns };
}

function nameOf(table: string): TableName {
  return { catalog: SESSION.catalog, database: SESSION.database, table };
}

function errorAnswer(error: unknown): Answer {
  if (error instanceof SqlError) return { error: error.name, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  const known = readRuntimeError(message);
  return known
    ? { error: known.name, message: known.message }
    : { error: 'INTERNAL', message: `${message} ${error instanceof TypeError ? error.stack : ''}` };
}

async function run(
  sql: string,
  connection: DuckDBConnection,
  relations: Map<string, Relation>,
  metadata: Metadata,
): Promise<Answer> {
  if (!isTrinoStatement(sql)) return runDdl(sql, connection, relations);
  const plan = await planStatement(sql, SESSION, metadata);
  if (process.env.SHOW_SQL && 'query' in plan) console.log(plan.query.sql, JSON.stringify(plan.query.scans));
  return runPlan(plan, connection, relations);
}

async function runPlan(plan: Plan, connection: DuckDBConnection, relations: Map<string, Relation>): Promise<Answer> {
  const nothing: Answer = { columns: [], rows: [] };
  switch (plan.kind) {
    case 'query':
      return query(plan.query, connection);
    case 'create table as': {
      const { table } = plan.target;
      await createScans(plan.query, connection);
      await connection.run(
        `CREATE OR REPLACE TABLE ${quoted(table)} AS SELECT *, ${quoted(table)} AS "$path" FROM (${plan.query.sql}) AS q(${columnNames(plan.query.output)})`.replace(
          `${quoted(table)} AS "$path"`,
          `'file' AS "$path"`,
        ),
      );
      const format = String(plan.properties.table_type).toUpperCase() === 'ICEBERG' ? 'iceberg' : 'hive';
      relations.set(table, relationOf(table, format, plan.query.output, []));
      return nothing;
    }
    case 'insert':
      await createScans(plan.query, connection);
      await connection.run(`INSERT INTO ${quoted(plan.target.table)} BY NAME ${plan.query.sql}`);
      return nothing;
    case 'create view':
      relations.set(plan.view.table, {
        kind: 'view',
        name: plan.view,
        columns: plan.columns,
        sql: plan.sql,
        catalog: SESSION.catalog,
        database: SESSION.database,
      });
      return nothing;
    case 'drop view':
      relations.delete(plan.view.table);
      return nothing;
    case 'change':
      return change(plan, connection);
    default:
      throw new SqlError('NOT_SUPPORTED', `${plan.kind} is not run here`);
  }
}

async function change(plan: Extract<Plan, { kind: 'change' }>, connection: DuckDBConnection): Promise<Answer> {
  const table = quoted(plan.target.table);
  await createScans(plan.query, connection);
  await connection.run(`CREATE OR REPLACE TEMP TABLE "changes" AS ${plan.query.sql}`);
  await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT "$file_position" FROM "changes")`);
  const columns = plan.query.output
    .slice(3)
    .map((column) => quoted(column.name))
    .join(', ');
  await connection.run(
    `INSERT INTO ${table} BY NAME SELECT ${columns}, 'file' AS "$path" FROM "changes" WHERE "$operation" <> 'delete'`,
  );
  return { columns: [], rows: [] };
}

function columnNames(columns: readonly Column[]): string {
  return columns.map((column) => quoted(column.name)).join(', ');
}

async function runDdl(sql: string, connection: DuckDBConnection, relations: Map<string, Relation>): Promise<Answer> {
  const drop = /^DROP TABLE (?:IF EXISTS )?(\w+)$/.exec(sql);
  const create = /^CREATE TABLE (\w+) \(([\s\S]*?)\) (?:PARTITIONED BY|LOCATION)/.exec(sql);
  if (drop) {
    await connection.run(`DROP TABLE IF EXISTS ${quoted(drop[1] ?? '')}`);
    relations.delete(drop[1] ?? '');
    return { columns: [], rows: [] };
  }
  if (!create) throw new SqlError('NOT_SUPPORTED', 'this DDL is not run here');
  const [, table = '', list = ''] = create;
  const columns = readColumns(list).map((column) => ({ ...column, type: icebergType(column.type) }));
  await connection.run(
    `CREATE TABLE ${quoted(table)} (${columns.map((column) => `${quoted(column.name)} ${duckdbType(column.type)}`).join(', ')}, "$path" VARCHAR DEFAULT 'file')`,
  );
  relations.set(table, relationOf(table, 'iceberg', columns, []));
  return { columns: [], rows: [] };
}

function icebergType(type: Column['type']): Column['type'] {
  return type.kind === 'timestamp' ? { kind: 'timestamp', precision: 6 } : type;
}

async function createScans(plan: QueryPlan, connection: DuckDBConnection): Promise<void> {
  for (const scan of plan.scans) {
    const columns = scan.columns.map((column) =>
      column === '$file_position' ? 'rowid AS "$file_position"' : quoted(column),
    );
    await connection.run(
      `CREATE OR REPLACE TEMP VIEW ${quoted(scan.id)} AS SELECT ${columns.join(', ')} FROM ${quoted(scan.table.table)}`,
    );
  }
}

async function query(plan: QueryPlan, connection: DuckDBConnection): Promise<Answer> {
  await createScans(plan, connection);
  const reader = await connection.runAndReadAll(plan.sql);
  const rows = reader
    .getRows()
    .map((row) => row.map((value, index) => formatValue(value, plan.output[index]?.type ?? { kind: 'unknown' })));
  return { columns: plan.output.map((column) => [column.name, typeName(column.type)]), rows };
}
