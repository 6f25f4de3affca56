import { coerce } from '../coercion.ts';
import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import type { TypedSql } from './function.ts';
import { isNumber } from './number-type.ts';

const DAY_INTERVAL: TrinoType = { kind: 'interval day to second' };
const MONTH_INTERVAL: TrinoType = { kind: 'interval year to month' };

/** Arithmetic of dates, times and intervals; undefined where Trino has no such operator. */
export function momentArithmetic(op: string, left: TypedSql, right: TypedSql): TypedSql | undefined {
  if (op === '+') return addMoment(left, right, '+') ?? addMoment(right, left, '+') ?? bothIntervals(op, left, right);
  if (op === '-') return addMoment(left, right, '-') ?? bothIntervals(op, left, right) ?? difference(left, right);
  if (op === '*') return scaled(op, left, right) ?? scaled(op, right, left);
  return op === '/' ? scaled(op, left, right) : undefined;
}

function addMoment(moment: TypedSql, interval: TypedSql, sign: '+' | '-'): TypedSql | undefined {
  if (interval.type.kind === 'interval year to month') return addMonths(moment, `(${sign}${interval.sql})`);
  if (interval.type.kind === 'interval day to second') return addMillis(moment, `(${sign}${interval.sql})`);
  return undefined;
}

/** Months are added to local time; the day is cut to the month's last. */
export function addMonths(moment: TypedSql, months: string): TypedSql | undefined {
  const { type, sql } = moment;
  if (type.kind === 'date') return { type, sql: `CAST(${sql} + to_months(CAST(${months} AS INTEGER)) AS DATE)` };
  if (type.kind === 'timestamp') return { type, sql: `(${sql} + to_months(CAST(${months} AS INTEGER)))` };
  if (type.kind !== 'timestamptz') return undefined;
  const local = `trino_local(${sql}) + to_months(CAST(${months} AS INTEGER))`;
  return { type, sql: `trino_from_local(${local}, struct_extract(${sql}, 'zone'))` };
}

/** Milliseconds are elapsed time, also where the clocks change. */
function addMillis(moment: TypedSql, millis: string): TypedSql | undefined {
  const { type, sql } = moment;
  switch (type.kind) {
    case 'date': {
      const error = raise('INVALID_FUNCTION_ARGUMENT', "'Cannot add hour, minutes or seconds to a date'");
      return {
        type,
        sql: `CASE WHEN ${millis} % 86400000 <> 0 THEN ${error} ELSE ${plusMillis({ type, sql }, millis)} END`,
      };
    }
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return { type: { kind: type.kind, precision: Math.max(type.precision, 3) }, sql: plusMillis(moment, millis) };
    default:
      return undefined;
  }
}

/**
 * Without DuckDB's INTERVAL: its optimizer takes two that compare as equal, 30 days and a month, for one expression.
 */
export function plusMillis(moment: TypedSql, millis: string): string {
  const { type, sql } = moment;
  if (type.kind === 'date') return `(${sql} + CAST(${millis} // 86400000 AS INTEGER))`;
  if (type.kind === 'time')
    return `trino_micros_time(trino_modulo(epoch_us(DATE '1970-01-01' + ${sql}) + ${millis} * 1000, 86400000000))`;
  if (type.kind === 'timestamp') return `make_timestamp(epoch_us(${sql}) + ${millis} * 1000)`;
  return `trino_zoned(make_timestamp(epoch_us(struct_extract(${sql}, 'utc')) + ${millis} * 1000), struct_extract(${sql}, 'zone'))`;
}

function bothIntervals(op: string, left: TypedSql, right: TypedSql): TypedSql | undefined {
  const same = left.type.kind === right.type.kind;
  if (!same || (left.type.kind !== DAY_INTERVAL.kind && left.type.kind !== MONTH_INTERVAL.kind)) return undefined;
  return { type: left.type, sql: `(${left.sql} ${op} ${right.sql})` };
}

/** Of two moments of one kind, in milliseconds. */
function difference(left: TypedSql, right: TypedSql): TypedSql | undefined {
  const [a, b] = [coerce(left, right.type) ?? left, coerce(right, left.type) ?? right];
  if (a.type.kind !== b.type.kind) return undefined;
  const micros = microsOf(a);
  const other = microsOf(b);
  if (micros === undefined || other === undefined) return undefined;
  return { type: DAY_INTERVAL, sql: `((${micros} - ${other}) // 1000)` };
}

function microsOf(expr: TypedSql): string | undefined {
  switch (expr.type.kind) {
    case 'date':
      return `epoch_us(CAST(${expr.sql} AS TIMESTAMP))`;
    case 'timestamp':
      return `epoch_us(${expr.sql})`;
    case 'timestamptz':
      return `epoch_us(struct_extract(${expr.sql}, 'utc'))`;
    case 'time':
      return `epoch_us(DATE '1970-01-01' + ${expr.sql})`;
    default:
      return undefined;
  }
}

/** An interval times or divided by a number; a fraction of its smallest unit is cut off. */
function scaled(op: string, interval: TypedSql, number: TypedSql): TypedSql | undefined {
  const { type } = interval;
  if ((type.kind !== DAY_INTERVAL.kind && type.kind !== MONTH_INTERVAL.kind) || !isNumber(number.type))
    return undefined;
  const storage = type.kind === DAY_INTERVAL.kind ? 'BIGINT' : 'INTEGER';
  const whole = coerce(number, { kind: 'bigint' });
  if (whole && op === '*') return { type, sql: `CAST(${interval.sql} * ${whole.sql} AS ${storage})` };
  const double = coerce(number, { kind: 'double' });
  return double && { type, sql: `CAST(trunc(CAST(${interval.sql} AS DOUBLE) ${op} ${double.sql}) AS ${storage})` };
}
