import type { Expression, Identifier } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { scalarFunction } from '../functions/registry.ts';
import type { TrinoType } from '../type.ts';
import { text, typeName } from '../type-name.ts';
import type { Context } from './context.ts';

const FIELDS: Readonly<Record<string, string>> = {
  YEAR: 'year',
  QUARTER: 'quarter',
  MONTH: 'month',
  WEEK: 'week',
  DAY: 'day',
  DAY_OF_MONTH: 'day',
  DAY_OF_WEEK: 'day_of_week',
  DOW: 'day_of_week',
  DAY_OF_YEAR: 'day_of_year',
  DOY: 'day_of_year',
  YEAR_OF_WEEK: 'year_of_week',
  YOW: 'year_of_week',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
  TIMEZONE_MINUTE: 'timezone_minute',
  TIMEZONE_HOUR: 'timezone_hour',
};

/** EXTRACT(field FROM value): the function of the field's name. */
export function bindExtract(field: Identifier, value: TypedSql): TypedSql {
  const name = FIELDS[field.value.toUpperCase()];
  if (!name) {
    const valid = Object.keys(FIELDS).join(', ');
    throw new SqlError('SYNTAX_ERROR', `Invalid EXTRACT field ${field.value}, valid fields are: ${valid}`);
  }
  const bound = scalarFunction(name)?.bind([value]);
  if (bound) return bound;
  throw new SqlError(
    'TYPE_MISMATCH',
    `Type of argument to extract ${name} must be a date or time (actual ${typeName(value.type)})`,
  );
}

/** `value AT TIME ZONE zone`: a timestamp without zone is taken to be in the session's, UTC. */
export function bindAtTimeZone(value: TypedSql, zone: TypedSql): TypedSql {
  const zoned = value.type.kind === 'timestamp' ? withZone(value) : value;
  const bound = scalarFunction('at_timezone')?.bind([zoned, zone]);
  if (bound) return bound;
  throw new SqlError(
    'TYPE_MISMATCH',
    `Type of value must be a time or timestamp with or without time zone (actual ${typeName(value.type)})`,
  );
}

function withZone(value: TypedSql): TypedSql {
  const utc: TypedSql = { type: { kind: 'varchar', length: 3 }, sql: "'UTC'", literal: 'UTC' };
  return scalarFunction('with_timezone')?.bind([value, utc]) ?? value;
}

/** current_date, current_timestamp, localtime …: the statement's one instant. */
export function bindCurrent(node: Extract<Expression, { kind: 'current' }>, context: Context): TypedSql {
  const instant = new Date(context.session.now).toISOString();
  const timestamp = `TIMESTAMP '${instant.slice(0, 10)} ${instant.slice(11, 23)}'`;
  const precision = node.precision ?? 3;
  const typed = (type: TrinoType, sql: string): TypedSql => ({ type, sql });
  switch (node.what) {
    case 'date':
      return { ...typed({ kind: 'date' }, `DATE '${instant.slice(0, 10)}'`), literal: instant.slice(0, 10) };
    case 'timestamp':
      return typed({ kind: 'timestamptz', precision }, `{'utc': ${timestamp}, 'zone': 'UTC'}`);
    case 'localtimestamp':
      return typed({ kind: 'timestamp', precision }, timestamp);
    case 'localtime':
      return typed({ kind: 'time', precision }, `TIME '${instant.slice(11, 23)}'`);
    case 'catalog':
      return typed({ kind: 'varchar' }, text(context.session.catalog.toLowerCase()));
    case 'schema':
      return typed({ kind: 'varchar' }, text(context.session.database));
    default:
      throw new SqlError('NOT_SUPPORTED', `current ${node.what} is not supported by the local cloud`, node.at);
  }
}
