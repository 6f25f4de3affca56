import type { Identifier } from '../ast.ts';
import type { Statement } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { Column, Plan, QueryPlan } from '../plan.ts';
import type { TrinoType } from '../type.ts';
import { quoted, typeName } from '../type-name.ts';
import { assign } from './assignment.ts';
import { bindDelete, bindUpdate, nullOf, targetColumn, targetTable } from './change.ts';
import { constantProperties } from './constant-value.ts';
import type { BoundQuery, Context, Environment } from './context.ts';
import { mismatch, reference } from './context.ts';
import { queryPlan } from './create-context.ts';
import { bindMerge } from './merge.ts';
import { tableName } from './relation.ts';
import { qualifierOf } from './scan.ts';

/** Binds a statement to its plan. */
export function bindStatement(node: Statement, env: Environment, context: Context): Plan {
  switch (node.kind) {
    case 'query statement':
      return { kind: 'query', query: planned(context.query(node.query, env, undefined), context) };
    case 'insert':
      return bindInsert(node, env, context);
    case 'create table as':
      return bindCreateTable(node, env, context);
    case 'unload':
      return {
        kind: 'unload',
        location: node.location,
        properties: constantProperties(node.properties),
        query: planned(context.query(node.query, env, undefined), context),
      };
    case 'create view':
      return bindCreateView(node, env, context);
    case 'drop view':
      return { kind: 'drop view', view: tableName(node.name, env), ifExists: node.ifExists };
    case 'delete':
      return bindDelete(node, env, context);
    case 'update':
      return bindUpdate(node, env, context);
    case 'merge':
      return bindMerge(node, env, context);
    case 'explain':
      return {
        kind: 'explain',
        analyze: node.analyze,
        format: explainFormat(node.format),
        plan: bindStatement(node.statement, env, context),
      };
    default:
      throw new SqlError('NOT_SUPPORTED', `${node.kind.toUpperCase()} is not supported by the local cloud`, node.at);
  }
}

function explainFormat(format: string): 'text' | 'json' | 'validate' | 'io' {
  return format === 'json' || format === 'validate' || format === 'io' ? format : 'text';
}

/** A query's plan; columns without a name are called `_col0`, `_col1`, … by their position. */
function planned(query: BoundQuery, context: Context): QueryPlan {
  const output = query.columns.map((column, index) => ({ name: column.name ?? `_col${index}`, type: column.type }));
  return queryPlan(
    query.render(() => true),
    output,
    context,
  );
}

function bindInsert(node: Extract<Statement, { kind: 'insert' }>, env: Environment, context: Context): Plan {
  const table = targetTable(node.target, node.at, env, context);
  const columns = node.columns ? insertColumns(node.columns, table.columns) : table.columns;
  const query = context.query(node.query, env, undefined);
  const alias = context.fresh('q');
  const values = query.columns.map((column, index) => {
    const to = columns[index];
    return to && assign({ type: column.type, sql: reference(alias, column.id) }, to.type)?.sql;
  });
  if (query.columns.length !== columns.length || values.includes(undefined)) {
    throw mismatch(
      `Insert query has mismatched column types: Table: [${typeList(columns)}], Query: [${typeList(query.columns)}]`,
      node.at,
    );
  }
  const list = table.columns.map((column) => {
    const index = columns.findIndex((other) => other.name === column.name);
    return `${values[index] ?? nullOf(column)} AS ${quoted(column.name)}`;
  });
  const sql = `SELECT ${list.join(', ')} FROM (${query.render(() => true)}) AS "${alias}"`;
  return { kind: 'insert', target: table.name, query: queryPlan(sql, table.columns, context) };
}

function typeList(columns: readonly { readonly type: TrinoType }[]): string {
  return columns.map((column) => typeName(column.type)).join(', ');
}

function insertColumns(names: readonly Identifier[], columns: readonly Column[]): readonly Column[] {
  const found = names.map((name) => insertColumn(name, columns));
  const twice = found.findIndex((column, index) => found.indexOf(column) !== index);
  if (twice < 0) return found;
  throw new SqlError(
    'DUPLICATE_COLUMN_NAME',
    `Insert column name is specified more than once: ${found[twice]?.name}`,
    names[twice]?.at,
  );
}

function insertColumn(name: Identifier, columns: readonly Column[]): Column {
  if (columns.some((column) => column.name.toLowerCase() === name.value.toLowerCase()))
    return targetColumn(name, columns);
  throw new SqlError(
    'COLUMN_NOT_FOUND',
    `Insert column name does not exist in target table: ${name.value.toLowerCase()}`,
    name.at,
  );
}

function bindCreateTable(
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

function bindCreateView(node: Extract<Statement, { kind: 'create view' }>, env: Environment, context: Context): Plan {
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
