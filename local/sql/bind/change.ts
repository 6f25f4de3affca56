import type { Expression, Identifier, Position } from '../ast.ts';
import type { Statement } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { Column, Plan, Relation, TableName } from '../plan.ts';
import { duckdbType, quoted, typeName } from '../type-name.ts';
import { assign } from './assignment.ts';
import { condition } from './condition.ts';
import { noteConstraints } from './constraint.ts';
import type { BoundRelation, Context, Environment, Scope } from './context.ts';
import { mismatch, scopeOf } from './context.ts';
import { queryPlan } from './create-context.ts';
import { tableName } from './relation.ts';
import { bindScan, tableNotFound } from './scan.ts';

export type Target = {
  readonly name: TableName;
  readonly columns: readonly Column[];
  readonly relation: BoundRelation;
};

const POSITION: Column = { name: '$file_position', type: { kind: 'bigint' } };

/** The table that a statement changes, with what finds its rows again. */
export function changeTarget(name: readonly Identifier[], at: Position, env: Environment, context: Context): Target {
  const table = targetTable(name, at, env, context);
  if (table.format !== 'iceberg') {
    throw new SqlError('NOT_SUPPORTED', 'Modifying Hive table rows is only supported for transactional tables', at);
  }
  return { name: table.name, columns: table.columns, relation: bindScan(table, context, [POSITION]) };
}

export function targetTable(
  name: readonly Identifier[],
  at: Position,
  env: Environment,
  context: Context,
): Extract<Relation, { kind: 'table' }> {
  const full = tableName(name, env);
  const relation = context.relation(full);
  if (!relation) throw tableNotFound(full, at);
  if (relation.kind === 'table') return relation;
  throw new SqlError('NOT_SUPPORTED', 'Changing views is not supported', at);
}

/** DELETE: the rows that WHERE finds. */
export function bindDelete(node: Extract<Statement, { kind: 'delete' }>, env: Environment, context: Context): Plan {
  const target = changeTarget(node.target, node.at, env, context);
  const values = target.columns.map((column) => nullOf(column));
  return changeOf('delete', target, values, node.where, env, context);
}

/** UPDATE: the rows that WHERE finds, with new values for the columns that SET names. */
export function bindUpdate(node: Extract<Statement, { kind: 'update' }>, env: Environment, context: Context): Plan {
  const target = changeTarget(node.target, node.at, env, context);
  const scope = scopeOf(env, target.relation.fields, undefined);
  const assigned = new Map<string, TypedSql>();
  for (const { column, value } of node.assignments) {
    const { name, type } = targetColumn(column, target.columns);
    if (assigned.has(name))
      throw new SqlError('DUPLICATE_COLUMN_NAME', `Multiple assignments for same column: ${name}`, column.at);
    assigned.set(name, stored(context.expression(value, { ...scope, plain: 'UPDATE SET' }), { name, type }, value.at));
  }
  const values = target.columns.map((column) => assigned.get(column.name)?.sql ?? fieldSql(column.name, target));
  return changeOf('update', target, values, node.where, env, context);
}

/** A value in the type of the column it is stored in. */
export function stored(value: TypedSql, column: Column, at: Position): TypedSql {
  const result = assign(value, column.type);
  if (result) return result;
  throw mismatch(`Column '${column.name}' of type ${typeName(column.type)} cannot take ${typeName(value.type)}`, at);
}

export function targetColumn(name: Identifier, columns: readonly Column[]): Column {
  const found = columns.find((column) => column.name.toLowerCase() === name.value.toLowerCase());
  if (found) return found;
  throw new SqlError('COLUMN_NOT_FOUND', `Column '${name.value.toLowerCase()}' cannot be resolved`, name.at);
}

export function fieldSql(name: string, target: Target): string {
  return target.relation.fields.find((field) => field.name === name)?.sql ?? 'NULL';
}

export function nullOf(column: Column): string {
  return `CAST(NULL AS ${duckdbType(column.type)})`;
}

/** What every change plan gives. */
export function changeColumns(target: Target): readonly Column[] {
  return [
    { name: '$operation', type: { kind: 'varchar' } },
    { name: '$path', type: { kind: 'varchar' } },
    POSITION,
    ...target.columns,
  ];
}

function changeOf(
  statement: 'delete' | 'update',
  target: Target,
  values: readonly string[],
  where: Expression | undefined,
  env: Environment,
  context: Context,
): Plan {
  const scope = scopeOf(env, target.relation.fields, undefined);
  const filter = where && filterSql(where, scope, context);
  const all = [`'${statement}'`, fieldSql('$path', target), fieldSql('$file_position', target), ...values];
  const output = changeColumns(target);
  const list = all.map((value, index) => `${value} AS ${quoted(output[index]?.name ?? '')}`).join(', ');
  context.mark(`${list} ${filter ?? ''}`);
  const sql = `SELECT ${list} FROM ${target.relation.render()}${filter ? ` WHERE ${filter}` : ''}`;
  return { kind: 'change', statement, target: target.name, query: queryPlan(sql, output, context) };
}

function filterSql(where: Expression, scope: Scope, context: Context): string {
  const bound = condition(context.expression(where, { ...scope, plain: 'WHERE clause' }), 'WHERE clause', where.at);
  noteConstraints(where, scope, context);
  return bound.sql;
}
