import { coerce, commonSuperType } from '../coercion.ts';
import { SqlError } from '../error.ts';
import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType } from '../type-name.ts';
import type { TypedSql } from './function.ts';
import { asDecimal, type Decimal, decimalResult, isFloating, isNumber } from './number-type.ts';

/** Arithmetic of numbers; undefined where an operand is none. A NULL takes the other side's type. */
export function numberArithmetic(op: string, left: TypedSql, right: TypedSql): TypedSql | undefined {
  const type = commonSuperType(left.type, right.type);
  if (!type || !isNumber(type)) return undefined;
  const [l, r] = [coerceUnknown(left, right.type), coerceUnknown(right, left.type)];
  if (type.kind === 'decimal') return decimalArithmetic(op, l, r);
  const [a, b] = [coerce(l, type), coerce(r, type)];
  if (!a || !b) return undefined;
  return { type, sql: plainArithmetic(op, typedNumber(a), b) };
}

/** DuckDB reads a bare number as the smallest type that holds it. */
export function typedNumber(expr: TypedSql): string {
  return /^\(?-?[\d.]+\)?$/.test(expr.sql) ? `CAST(${expr.sql} AS ${duckdbType(expr.type)})` : expr.sql;
}

function coerceUnknown(expr: TypedSql, other: TrinoType): TypedSql {
  return expr.type.kind === 'unknown' ? (coerce(expr, other) ?? expr) : expr;
}

function plainArithmetic(op: string, l: string, right: TypedSql): string {
  const r = typedNumber(right);
  if (isFloating(right.type) || (op !== '/' && op !== '%')) return `(${l} ${op} ${r})`;
  return guarded(`(${l} ${op === '/' ? '//' : '%'} ${r})`, r, right);
}

function guarded(sql: string, divisor: string, right: TypedSql): string {
  const known = right.literal;
  if ((typeof known === 'number' || typeof known === 'bigint') && Number(known) !== 0) return sql;
  return `CASE WHEN ${divisor} = 0 THEN ${raise('DIVISION_BY_ZERO', "'Division by zero'")} ELSE ${sql} END`;
}

function decimalArithmetic(op: string, left: TypedSql, right: TypedSql): TypedSql | undefined {
  const [a, b] = [asDecimal(left.type), asDecimal(right.type)];
  if (!a || !b) return undefined;
  const type = decimalResult(op, a, b);
  if (type.scale > 38)
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', `DECIMAL scale must be in range [0, 38]: ${type.scale}`);
  const [l, r] = [decimalOperand(left, a), decimalOperand(right, b)];
  if (op === '*') return { type, sql: `CAST(${l} * ${r} AS ${duckdbType(type)})` };
  if (op === '/') return { type, sql: divided({ sql: l, type: a }, { sql: r, type: b }, type) };
  const common = duckdbType(commonSuperType(a, b) ?? type);
  const sql = `CAST(CAST(${l} AS ${common}) ${op} CAST(${r} AS ${common}) AS ${duckdbType(type)})`;
  return { type, sql: op === '%' ? guarded(sql, r, right) : sql };
}

type DecimalSql = { readonly sql: string; readonly type: Decimal };

/** In 128-bit whole numbers where they are wide enough, else in JavaScript's. */
function divided(l: DecimalSql, r: DecimalSql, type: Decimal): string {
  const shift = type.scale - l.type.scale + r.type.scale;
  const wide =
    l.type.precision + shift > 37 || [l, r].some((operand) => operand.type.precision + operand.type.scale > 37);
  if (wide)
    return `CAST(trino_decimal_divide(CAST(${l.sql} AS VARCHAR), CAST(${r.sql} AS VARCHAR), ${type.precision}, ${type.scale}) AS ${duckdbType(type)})`;
  const quotient = `trino_divide_half_up(${unscaled(l)} * ${powerOfTen(shift)}, ${unscaled(r)})`;
  const unit =
    type.scale === 0 ? '1' : `CAST('${`0.${'1'.padStart(type.scale, '0')}`}' AS DECIMAL(${type.scale},${type.scale}))`;
  const sql = `CAST(CAST(${quotient} AS DECIMAL(38,0)) * ${unit} AS ${duckdbType(type)})`;
  return `CASE WHEN ${r.sql} = 0 THEN ${raise('DIVISION_BY_ZERO', "'Division by zero'")} ELSE ${sql} END`;
}

/** A decimal's digits without its point. */
function unscaled({ sql, type }: DecimalSql): string {
  if (type.scale === 0) return `CAST(${sql} AS HUGEINT)`;
  return `CAST(${sql} * CAST(${10n ** BigInt(type.scale)} AS DECIMAL(${type.scale + 1},0)) AS HUGEINT)`;
}

function powerOfTen(exponent: number): string {
  return `CAST(${10n ** BigInt(exponent)} AS HUGEINT)`;
}

function decimalOperand(expr: TypedSql, type: Decimal): string {
  return expr.type.kind === 'decimal' && !/^[\d.(-]/.test(expr.sql)
    ? expr.sql
    : `CAST(${expr.sql} AS ${duckdbType(type)})`;
}
