import { freshName } from '../casts/nested.ts';
import { coerce, commonSuperType } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TrinoType } from '../type.ts';
import { rowKeys, text, typeName } from '../type-name.ts';
import type { TypedSql } from './function.ts';
import { isFloating } from './number-type.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'is distinct from' | 'is not distinct from';

/** A comparison with Trino's three-valued logic. Throws TYPE_MISMATCH for types that do not compare. */
export function bindComparison(op: Comparison, left: TypedSql, right: TypedSql): TypedSql {
  const type = commonSuperType(left.type, right.type);
  const [l, r] = type ? [coerce(left, type), coerce(right, type)] : [undefined, undefined];
  if (!type || !l || !r || !compares(op, type)) throw mismatch(op, left.type, right.type);
  return { type: { kind: 'boolean' }, sql: comparisonSql(op, l, r, type) };
}

function comparisonSql(op: Comparison, l: TypedSql, r: TypedSql, type: TrinoType): string {
  if (op === '=') return equals(l, r, type);
  if (op === '<>') return `(NOT ${equals(l, r, type)})`;
  const [a, b] = [comparable(l.sql, type), comparable(r.sql, type)];
  if (op === 'is distinct from' || op === 'is not distinct from') return `(${a} ${op.toUpperCase()} ${b})`;
  return isFloating(type) ? ordered(op, l, r) : `(${a} ${op} ${b})`;
}

/** What DuckDB compares as Trino compares the value: an instant, a map's sorted entries. */
export function comparable(sql: string, type: TrinoType): string {
  if (type.kind === 'timestamptz') return `struct_extract(${sql}, 'utc')`;
  if (type.kind === 'map') return `list_sort(map_entries(${sql}))`;
  return sql;
}

function equals(l: TypedSql, r: TypedSql, type: TrinoType): string {
  if (isFloating(type)) return equalNumbers(l, r);
  if (type.kind === 'array') return equalArrays(l.sql, r.sql, type.element);
  if (type.kind === 'row') return equalRows(l.sql, r.sql, type);
  if (type.kind === 'map') {
    const entries: TrinoType = {
      kind: 'row',
      fields: [
        { name: 'key', type: type.key },
        { name: 'value', type: type.value },
      ],
    };
    return equalArrays(comparable(l.sql, type), comparable(r.sql, type), entries);
  }
  return `(${comparable(l.sql, type)} = ${comparable(r.sql, type)})`;
}

/** NaN equals nothing; DuckDB holds it equal to itself and above all numbers. */
function equalNumbers(l: TypedSql, r: TypedSql): string {
  if (isPlainNumber(l) || isPlainNumber(r)) return `(${l.sql} = ${r.sql})`;
  return `(${l.sql} = ${r.sql} AND NOT isnan(${l.sql}))`;
}

function ordered(op: string, l: TypedSql, r: TypedSql): string {
  const [small, large] = op.startsWith('<') ? [l, r] : [r, l];
  const sql = `${l.sql} ${op} ${r.sql}`;
  if (isPlainNumber(large)) return `(${sql})`;
  const both = op.length === 1 || isPlainNumber(small) ? '' : ` AND NOT isnan(${small.sql})`;
  return `(${sql} AND NOT isnan(${large.sql})${both})`;
}

function isPlainNumber(expr: TypedSql): boolean {
  const { literal } = expr;
  return typeof literal === 'bigint' || (typeof literal === 'number' && !Number.isNaN(literal));
}

function equalArrays(l: string, r: string, element: TrinoType): string {
  const pair = freshName(l + r, 'p');
  const same = equals(
    { type: element, sql: `struct_extract(${pair}, 1)` },
    { type: element, sql: `struct_extract(${pair}, 2)` },
    element,
  );
  const all = `list_transform(list_zip(${l}, ${r}), lambda ${pair}: ${same})`;
  return `CASE WHEN ${l} IS NULL OR ${r} IS NULL THEN NULL WHEN len(${l}) <> len(${r}) THEN false WHEN list_contains(${all}, false) THEN false WHEN len(list_filter(${all}, lambda ${pair}: ${pair} IS NULL)) > 0 THEN NULL ELSE true END`;
}

function equalRows(l: string, r: string, type: Extract<TrinoType, { kind: 'row' }>): string {
  const fields = rowKeys(type).map((key, index) => {
    const of = type.fields[index]?.type ?? { kind: 'unknown' };
    const [a, b] = [`struct_extract(${l}, ${text(key)})`, `struct_extract(${r}, ${text(key)})`];
    return equals({ type: of, sql: a }, { type: of, sql: b }, of);
  });
  return `(${fields.join(' AND ')})`;
}

/** Whether values of a type compare at all, and with `<`. */
function compares(op: Comparison, type: TrinoType): boolean {
  return op === '<' || op === '<=' || op === '>' || op === '>=' ? isOrderable(type) : true;
}

/** Whether ORDER BY, `<`, min and max take a type. */
export function isOrderable(type: TrinoType): boolean {
  if (type.kind === 'array') return isOrderable(type.element);
  if (type.kind === 'row') return type.fields.every((field) => isOrderable(field.type));
  return type.kind !== 'map' && type.kind !== 'json';
}

function mismatch(op: string, left: TrinoType, right: TrinoType): SqlError {
  return new SqlError('TYPE_MISMATCH', `Cannot apply operator: ${typeName(left)} ${op} ${typeName(right)}`);
}
