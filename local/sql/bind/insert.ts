import type { Identifier } from '../ast.ts';
import type { Statement } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { Column, Plan } from '../plan.ts';
import type { TrinoType } from '../type.ts';
import { quoted, typeName } from '../type-name.ts';
import { assign } from './assignment.ts';
import { nullOf, targetColumn, targetTable } from './change.ts';
import type { Context, Environment } from './context.ts';
import { mismatch, reference } from './context.ts';
import { queryPlan } from './create-context.ts';

/** INSERT: the query's columns in the types of the target's, all of them, in the table's order. */
export function bindInsert(node: Extract<Statement, { kind: 'insert' }>, env: Environment, context: Context): Plan {
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
