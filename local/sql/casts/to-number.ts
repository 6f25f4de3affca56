import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType } from '../type-name.ts';

/** CAST to a number type. */
export function numberSql(sql: string, from: TrinoType, to: TrinoType): string | undefined {
  if (from.kind === 'varchar' || from.kind === 'char') return fromText(sql, to);
  if (to.kind === 'decimal') return decimalSql(sql, from, to);
  const type = duckdbType(to);
  switch (from.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
      return `CAST(${sql} AS ${type})`;
    case 'real':
    case 'double':
      return fromFloating(sql, from.kind, to);
    default:
      return undefined;
  }
}

/** CAST to boolean. */
export function booleanSql(sql: string, from: TrinoType): string | undefined {
  switch (from.kind) {
    case 'varchar':
    case 'char': {
      const message = `concat('Cannot cast ''', ${sql}, ''' to BOOLEAN')`;
      return `CASE WHEN lower(${sql}) IN ('t', 'true', '1') THEN true WHEN lower(${sql}) IN ('f', 'false', '0') THEN false WHEN ${sql} IS NOT NULL THEN ${raise('INVALID_CAST_ARGUMENT', message)} END`;
    }
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'real':
    case 'double':
      return `(${sql} <> 0)`;
    default:
      return undefined;
  }
}

function fromText(sql: string, to: TrinoType): string {
  if (to.kind === 'double') return `trino_parse_double(${sql})`;
  if (to.kind === 'real') return `trino_float(trino_parse_double(${sql}))`;
  if (to.kind === 'decimal')
    return `CAST(trino_parse_decimal(${sql}, ${to.precision}, ${to.scale}) AS ${duckdbType(to)})`;
  const message = `concat('Cannot cast ''', ${sql}, ''' to ${to.kind.toUpperCase()}')`;
  return `CASE WHEN regexp_full_match(${sql}, '[+-]?[0-9]+') THEN CAST(${sql} AS ${duckdbType(to)}) WHEN ${sql} IS NOT NULL THEN ${raise('INVALID_CAST_ARGUMENT', message)} END`;
}

function decimalSql(sql: string, from: TrinoType, to: Extract<TrinoType, { kind: 'decimal' }>): string | undefined {
  switch (from.kind) {
    case 'boolean':
      return `CAST(CAST(${sql} AS INTEGER) AS ${duckdbType(to)})`;
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
      return `CAST(${sql} AS ${duckdbType(to)})`;
    case 'real':
    case 'double':
      return `CAST(trino_parse_decimal(CAST(${sql} AS VARCHAR), ${to.precision}, ${to.scale}) AS ${duckdbType(to)})`;
    default:
      return undefined;
  }
}

/** Whole numbers are rounded half away from zero; NaN and what does not fit is refused by DuckDB's own cast. */
function fromFloating(sql: string, from: 'real' | 'double', to: TrinoType): string {
  if (to.kind === 'double') return `CAST(${sql} AS DOUBLE)`;
  if (to.kind === 'real') return `trino_float(${sql})`;
  return `CAST(round(${from === 'real' ? `CAST(${sql} AS DOUBLE)` : sql}) AS ${duckdbType(to)})`;
}
