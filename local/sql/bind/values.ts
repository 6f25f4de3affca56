import type { Expression, QueryBody } from '../ast.ts';
import { coerce, commonSuperType } from '../coercion.ts';
import type { TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, typeName } from '../type-name.ts';
import type { BoundQuery, Context, Environment, OutputColumn, Scope } from './context.ts';
import { mismatch, scopeOf } from './context.ts';

/** VALUES: rows of equal width, each column of the type that its values have in common. */
export function bindValues(
  node: Extract<QueryBody, { kind: 'values' }>,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): BoundQuery {
  const scope = { ...scopeOf(env, [], outer), plain: 'VALUES' };
  const rows = node.rows.map((row) => items(row).map((item) => context.expression(item, scope)));
  const width = rows[0]?.length ?? 0;
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0) throw mismatch(`Values rows have mismatched sizes: ${width} vs ${rows[uneven]?.length}`, node.at);
  const columns = Array.from(
    { length: width },
    (_, index): OutputColumn => ({
      id: context.fresh('c'),
      type: rows.reduce<TrinoType>((type, row) => common(type, row[index], node), { kind: 'unknown' }),
    }),
  );
  return { columns, render: (wanted) => valuesSql(rows, columns, wanted, context) };
}

function items(row: Expression): readonly Expression[] {
  return row.kind === 'row' ? row.items : [row];
}

function common(type: TrinoType, value: TypedSql | undefined, node: Extract<QueryBody, { kind: 'values' }>): TrinoType {
  const wider = value && commonSuperType(type, value.type);
  if (wider) return wider;
  throw mismatch(
    `Values rows have mismatched types: ${typeName(type)} vs ${value ? typeName(value.type) : ''}`,
    node.at,
  );
}

function valuesSql(
  rows: readonly (readonly TypedSql[])[],
  columns: readonly OutputColumn[],
  wanted: (index: number) => boolean,
  context: Context,
): string {
  const kept = columns.flatMap((column, index) => (wanted(index) ? [{ column, index }] : []));
  const alias = context.fresh('q');
  const list = rows.map((row) => {
    const values = kept.map(({ column, index }) => valueSql(row[index], column.type));
    return `(${values.length > 0 ? values.join(', ') : '1'})`;
  });
  context.mark(list.join());
  const names = kept.length > 0 ? kept.map(({ column }) => `"${column.id}"`).join(', ') : '"one"';
  return `SELECT * FROM (VALUES ${list.join(', ')}) AS "${alias}"(${names})`;
}

function valueSql(value: TypedSql | undefined, type: TrinoType): string {
  const coerced = value && coerce(value, type);
  return `CAST(${coerced?.sql ?? 'NULL'} AS ${duckdbType(type)})`;
}
