import { coerce } from '../coercion.ts';
import { SqlError } from '../error.ts';
import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { rowKeys, text, typeName } from '../type-name.ts';
import type { TypedSql } from './function.ts';
import { momentArithmetic } from './moment-arithmetic.ts';
import { numberArithmetic, typedNumber } from './number-arithmetic.ts';
import { isNumber } from './number-type.ts';

export { bindComparison } from './comparison.ts';

export type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** `+ - * / %` of numbers, dates, times and intervals. Throws TYPE_MISMATCH for anything else. */
export function bindArithmetic(op: Arithmetic, left: TypedSql, right: TypedSql): TypedSql {
  const bound = numberArithmetic(op, left, right) ?? momentArithmetic(op, left, right);
  if (bound) return bound;
  throw new SqlError('TYPE_MISMATCH', `Cannot apply operator: ${typeName(left.type)} ${op} ${typeName(right.type)}`);
}

/** `-x`. */
export function bindNegate(value: TypedSql): TypedSql {
  const interval = value.type.kind === 'interval day to second' || value.type.kind === 'interval year to month';
  if (!isNumber(value.type) && !interval && value.type.kind !== 'unknown')
    throw new SqlError('TYPE_MISMATCH', `Cannot negate ${typeName(value.type)}`);
  const sql =
    value.type.kind === 'double' || value.type.kind === 'real' ? `(-(${value.sql}))` : `(-${typedNumber(value)})`;
  const { literal } = value;
  if (typeof literal === 'number' || typeof literal === 'bigint') return { type: value.type, sql, literal: -literal };
  return { type: value.type, sql };
}

/** `array[i]`, `map[key]`, `row[i]`: what is not there is an error. Throws TYPE_MISMATCH where the base has no subscripts. */
export function bindSubscript(base: TypedSql, index: TypedSql): TypedSql {
  if (base.type.kind === 'array') return arraySubscript(base, base.type.element, index);
  if (base.type.kind === 'map') return mapSubscript(base, base.type, index);
  if (base.type.kind === 'row') return rowSubscript(base, base.type, index);
  throw new SqlError('TYPE_MISMATCH', `Cannot use ${typeName(base.type)} for subscript`);
}

function arraySubscript(base: TypedSql, element: TrinoType, index: TypedSql): TypedSql {
  const at = coerce(index, { kind: 'bigint' });
  if (!at) throw badIndex(index.type, base.type);
  const size = `len(${base.sql})`;
  const beyond = raise(
    'INVALID_FUNCTION_ARGUMENT',
    `concat('Array subscript must be less than or equal to array length: ', ${at.sql}, ' > ', ${size})`,
  );
  const below = raise(
    'INVALID_FUNCTION_ARGUMENT',
    `CASE WHEN ${at.sql} = 0 THEN 'SQL array indices start at 1' ELSE concat('Array subscript is negative: ', ${at.sql}) END`,
  );
  const sql = `CASE WHEN ${at.sql} > ${size} THEN ${beyond} WHEN ${at.sql} < 1 AND ${base.sql} IS NOT NULL THEN ${below} ELSE list_extract(${base.sql}, ${at.sql}) END`;
  return { type: element, sql };
}

function mapSubscript(base: TypedSql, type: Extract<TrinoType, { kind: 'map' }>, index: TypedSql): TypedSql {
  const key = coerce(index, type.key);
  if (!key) throw badIndex(index.type, base.type);
  const missing = raise('INVALID_FUNCTION_ARGUMENT', `concat('Key not present in map: ', ${key.sql})`);
  const sql = `CASE WHEN NOT map_contains(${base.sql}, ${key.sql}) THEN ${missing} ELSE map_extract_value(${base.sql}, ${key.sql}) END`;
  return { type: type.value, sql };
}

function rowSubscript(base: TypedSql, type: Extract<TrinoType, { kind: 'row' }>, index: TypedSql): TypedSql {
  const at = Number(index.literal);
  const field = type.fields[at - 1];
  if (index.literal === undefined || index.literal === null)
    throw new SqlError('EXPRESSION_NOT_CONSTANT', 'Subscript expression on ROW requires a constant index');
  if (!field) throw new SqlError('INVALID_FUNCTION_ARGUMENT', `Invalid subscript index: ${at}. ROW indices start at 1`);
  return { type: field.type, sql: `struct_extract(${base.sql}, ${text(rowKeys(type)[at - 1] ?? '')})` };
}

function badIndex(index: TrinoType, base: TrinoType): SqlError {
  return new SqlError('TYPE_MISMATCH', `Cannot use ${typeName(index)} for subscript of ${typeName(base)}`);
}
