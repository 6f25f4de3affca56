import type { Identifier } from '../ast.ts';
import type { Statement } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { Column, Plan } from '../plan.ts';
import { typeName } from '../type-name.ts';
import { constantProperties } from './constant-value.ts';
import type { BoundQuery, Context, Environment } from './context.ts';
import { queryPlan } from './create-context.ts';
import { tableName } from './relation.ts';
import { qualifierOf } from './scan.ts';

/** CREATE TABLE AS. */
export function bindCreateTable(
  node: Extract<Statement, { kind: 'create table as' }>,
  env: Environment,
  context: Context,
): Plan {
  const target = tableName(node.target, env);
  if (context.relation(target) && !node.ifNotExists) {
    const name = `${target.catalog}.${target.database}.${target.table}`.toLowerCase();
    throw new SqlError('TABLE_ALREADY_EXISTS', `Destination table '${name}' already exists`, node.at);
  }
  const query = context.query(node.query, env, undefined);
  const output = namedColumns(query, node.columns, node);
  const properties = constantProperties(node.properties);
  if (String(properties.table_type).toUpperCase() !== 'ICEBERG') checkHiveTypes(output);
  return {
    kind: 'create table as',
    target,
    ifNotExists: node.ifNotExists,
    properties,
    withData: node.withData,
    query: queryPlan(
      query.render(() => true),
      output,
      context,
    ),
  };
}

const NOT_HIVE: readonly string[] = [
  'timestamptz',
  'time',
  'timetz',
  'json',
  'uuid',
  'interval day to second',
  'interval year to month',
];

/** Hive tables have no types with a zone, and timestamps of milliseconds. */
function checkHiveTypes(columns: readonly Column[]): void {
  for (const { name, type } of columns) {
    if (NOT_HIVE.includes(type.kind)) throw new SqlError('NOT_SUPPORTED', `Unsupported Hive type: ${typeName(type)}`);
    if (type.kind === 'timestamp' && type.precision !== 3) {
      throw new SqlError(
        'NOT_SUPPORTED',
        `Incorrect timestamp precision for ${typeName(type)}; the configured precision is MILLISECONDS; column name: ${name}`,
      );
    }
  }
}

/** CREATE VIEW: the query's text, and its columns as they are now. */
export function bindCreateView(
  node: Extract<Statement, { kind: 'create view' }>,
  env: Environment,
  context: Context,
): Plan {
  const view = tableName(node.name, env);
  const query = context.query(node.query, { ...env, views: [qualifierOf(view).join('.')] }, undefined);
  const columns = namedColumns(query, [], node);
  return { kind: 'create view', view, replace: node.replace, sql: node.sql, columns };
}

/** Columns of a table or view to be made: each must have a name of its own and a type. */
function namedColumns(query: BoundQuery, names: readonly Identifier[], node: Statement): readonly Column[] {
  if (names.length > 0 && names.length !== query.columns.length) {
    throw new SqlError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${names.length} entries but relation has ${query.columns.length} columns`,
      node.at,
    );
  }
  const seen = new Set<string>();
  return query.columns.map((column, index) => {
    const name = names[index]?.value ?? column.name;
    if (name === undefined)
      throw new SqlError('MISSING_COLUMN_NAME', `Column name not specified at position ${index + 1}`, node.at);
    if (seen.has(name.toLowerCase())) {
      throw new SqlError(
        'DUPLICATE_COLUMN_NAME',
        `Column name '${name.toLowerCase()}' specified more than once`,
        node.at,
      );
    }
    if (column.type.kind === 'unknown') {
      throw new SqlError('COLUMN_TYPE_UNKNOWN', `Column type is unknown at position ${index + 1}`, node.at);
    }
    seen.add(name.toLowerCase());
    return { name: node.kind === 'create view' ? name : name.toLowerCase(), type: column.type };
  });
}
