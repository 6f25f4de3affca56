import type { QueryBody } from '../ast.ts';
import { coerce, commonSuperType } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, sameType, typeName } from '../type-name.ts';
import type { BoundQuery, Context, OutputColumn } from './context.ts';
import { mismatch, reference } from './context.ts';
import { distinctSql } from './distinct.ts';

type SetOperation = Extract<QueryBody, { kind: 'set operation' }>;

/** UNION, INTERSECT and EXCEPT: names from the left, types that both sides coerce to. */
export function bindSetOperation(
  node: SetOperation,
  left: BoundQuery,
  right: BoundQuery,
  context: Context,
): BoundQuery {
  if (left.columns.length !== right.columns.length) {
    throw mismatch(
      `${node.operator} query has different number of fields: ${left.columns.length}, ${right.columns.length}`,
      node.at,
    );
  }
  const types = left.columns.map((column, index) => commonType(node, column, right.columns[index], index));
  const columns = left.columns.map(
    (column, index): OutputColumn => ({
      id: context.fresh('c'),
      ...(column.name !== undefined && { name: column.name }),
      type: types[index] ?? column.type,
    }),
  );
  return { columns, render: (wanted) => operationSql(node, [left, right], columns, wanted, context) };
}

function operationSql(
  node: SetOperation,
  queries: readonly BoundQuery[],
  columns: readonly OutputColumn[],
  wanted: (index: number) => boolean,
  context: Context,
): string {
  const bag = node.operator === 'UNION' && node.all;
  const sides = queries.map((side) => `(${sideSql(side, columns, bag ? wanted : () => true, context)})`);
  const distinct = distinctSql(columns);
  if (distinct === 'DISTINCT ' || bag) return sides.join(` ${node.operator}${node.all ? ' ALL' : ''} `);
  if (node.operator === 'UNION')
    return `SELECT ${distinct}* FROM (${sides.join(' UNION ALL ')}) AS "${context.fresh('q')}"`;
  throw new SqlError('NOT_SUPPORTED', `${node.operator} of this type is not supported by the local cloud`, node.at);
}

function commonType(node: SetOperation, left: OutputColumn, right: OutputColumn | undefined, index: number): TrinoType {
  const type = right && commonSuperType(left.type, right.type);
  if (type) return type;
  const types = `${typeName(left.type)}, ${right ? typeName(right.type) : ''}`;
  throw mismatch(`column ${index + 1} in ${node.operator} query has incompatible types: ${types}`, node.at);
}

function sideSql(
  side: BoundQuery,
  columns: readonly OutputColumn[],
  wanted: (index: number) => boolean,
  context: Context,
): string {
  const alias = context.fresh('q');
  const list = columns.flatMap((column, index) => {
    const source = side.columns[index];
    if (!wanted(index) || !source) return [];
    return [`${coerced(source, reference(alias, source.id), column)} AS "${column.id}"`];
  });
  return `SELECT ${list.length > 0 ? list.join(', ') : '1 AS "one"'} FROM (${side.render(wanted)}) AS "${alias}"`;
}

function coerced(source: OutputColumn, sql: string, column: OutputColumn): string {
  if (sameType(source.type, column.type)) return sql;
  if (source.type.kind === 'unknown') return `CAST(${sql} AS ${duckdbType(column.type)})`;
  const value = coerce({ type: source.type, sql }, column.type);
  if (value) return value.sql;
  throw new SqlError('TYPE_MISMATCH', `Cannot coerce ${typeName(source.type)} to ${typeName(column.type)}`);
}
