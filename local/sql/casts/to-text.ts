import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';

/** CAST(… AS varchar(n)): text is cut, anything else that is too long is an error. */
export function varcharSql(sql: string, from: TrinoType, to: TrinoType): string | undefined {
  const plain = textSql(sql, from);
  const length = to.kind === 'varchar' ? to.length : undefined;
  if (plain === undefined || length === undefined) return plain;
  if (from.kind === 'varchar' && from.length !== undefined && from.length <= length) return sql;
  if (from.kind === 'varchar' || from.kind === 'char') return `left(${plain}, ${length})`;
  const message = `concat('Value ', ${plain}, ' cannot be represented as varchar(${length})')`;
  return `CASE WHEN length(${plain}) > ${length} THEN ${raise('INVALID_CAST_ARGUMENT', message)} ELSE ${plain} END`;
}

/** CAST(… AS char(n)): char values lie padded with spaces to their length. */
export function charSql(sql: string, from: TrinoType, to: TrinoType): string | undefined {
  const plain = textSql(sql, from);
  if (plain === undefined || to.kind !== 'char') return undefined;
  return `rpad(left(${plain}, ${to.length}), ${to.length}, ' ')`;
}

/** The text of a value as CAST to varchar gives it; undefined for types that have none. */
export function textSql(sql: string, from: TrinoType): string | undefined {
  switch (from.kind) {
    case 'varchar':
    case 'char':
      return sql;
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'date':
    case 'uuid':
      return `CAST(${sql} AS VARCHAR)`;
    case 'double':
      return `trino_double_text(${sql})`;
    case 'real':
      return `trino_real_text(${sql})`;
    case 'interval day to second':
      return `trino_day_interval_text(${sql})`;
    case 'interval year to month':
      return `trino_month_interval_text(${sql})`;
    default:
      return momentText(sql, from);
  }
}

function momentText(sql: string, from: TrinoType): string | undefined {
  if (from.kind === 'time') return cut(`strftime(DATE '1970-01-01' + ${sql}, '%H:%M:%S.%f')`, 8, from.precision);
  if (from.kind === 'timestamp') return timestampText(sql, from.precision);
  if (from.kind === 'timestamptz')
    return `(${timestampText(`trino_local(${sql})`, from.precision)} || ' ' || struct_extract(${sql}, 'zone'))`;
  return undefined;
}

function timestampText(sql: string, precision: number): string {
  return cut(`strftime(${sql}, '%Y-%m-%d %H:%M:%S.%f')`, 19, precision);
}

function cut(sql: string, whole: number, precision: number): string {
  return `left(${sql}, ${precision === 0 ? whole : whole + 1 + precision})`;
}
