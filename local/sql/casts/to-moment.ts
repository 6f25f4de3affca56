import type { TrinoType } from '../type.ts';

/** CAST to date. */
export function dateSql(sql: string, from: TrinoType): string | undefined {
  if (isText(from)) return `trino_parse_date(${sql})`;
  if (from.kind === 'timestamp') return `CAST(${sql} AS DATE)`;
  if (from.kind === 'timestamptz') return `CAST(trino_local(${sql}) AS DATE)`;
  return undefined;
}

/** CAST to time(p). */
export function timeSql(sql: string, from: TrinoType, to: TrinoType): string | undefined {
  if (to.kind !== 'time') return undefined;
  if (isText(from)) return `trino_micros_time(trino_parse_time(${sql}, ${to.precision}))`;
  const time = plainTime(sql, from);
  if (time === undefined || !('precision' in from) || from.precision <= to.precision) return time;
  return `trino_micros_time(trino_round_micros(epoch_us(DATE '1970-01-01' + ${time}), ${unit(to.precision)}) % 86400000000)`;
}

/** CAST to timestamp(p). */
export function timestampSql(sql: string, from: TrinoType, to: TrinoType): string | undefined {
  if (to.kind !== 'timestamp') return undefined;
  if (isText(from)) return `make_timestamp(trino_parse_timestamp(${sql}, ${to.precision}))`;
  if (from.kind === 'date') return `CAST(${sql} AS TIMESTAMP)`;
  if (from.kind === 'timestamp') return rounded(sql, from.precision, to.precision);
  if (from.kind === 'timestamptz') return rounded(`trino_local(${sql})`, from.precision, to.precision);
  return undefined;
}

/** CAST to timestamp(p) with time zone; the session's zone is UTC. */
export function timestamptzSql(sql: string, from: TrinoType, to: TrinoType): string | undefined {
  if (to.kind !== 'timestamptz') return undefined;
  if (isText(from)) return `trino_parse_zoned(${sql}, ${to.precision})`;
  if (from.kind === 'date') return `trino_zoned(CAST(${sql} AS TIMESTAMP), 'UTC')`;
  if (from.kind === 'timestamp') return `trino_zoned(${rounded(sql, from.precision, to.precision)}, 'UTC')`;
  if (from.kind !== 'timestamptz') return undefined;
  if (from.precision <= to.precision) return sql;
  return `trino_zoned(${rounded(`struct_extract(${sql}, 'utc')`, from.precision, to.precision)}, struct_extract(${sql}, 'zone'))`;
}

function plainTime(sql: string, from: TrinoType): string | undefined {
  if (from.kind === 'time') return sql;
  if (from.kind === 'timestamp') return `CAST(${sql} AS TIME)`;
  if (from.kind === 'timestamptz') return `CAST(trino_local(${sql}) AS TIME)`;
  return undefined;
}

function isText(type: TrinoType): boolean {
  return type.kind === 'varchar' || type.kind === 'char';
}

function rounded(sql: string, from: number, to: number): string {
  return from <= to ? sql : `make_timestamp(trino_round_micros(epoch_us(${sql}), ${unit(to)}))`;
}

/** Microseconds in the last digit of a precision. */
function unit(precision: number): number {
  return 10 ** (6 - precision);
}
