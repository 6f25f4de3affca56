import { SqlError } from '../error.ts';
import type { TrinoType } from '../type.ts';
import { text } from '../type-name.ts';
import { zoneName } from '../zone.ts';
import { constantText, type Implementation, type Implementations, typeOf } from './implementation.ts';
import { addMonths, plusMillis } from './moment-arithmetic.ts';
import type { Call } from './resolve.ts';

/** Dates and times: units, fields, zones. */
export const dateFunctions: Implementations = {
  date: ([x = ''], call) =>
    `${typeOf(call, 0).kind === 'varchar' ? 'trino_parse_date' : 'CAST'}(${localOf(x, typeOf(call, 0))}${typeOf(call, 0).kind === 'varchar' ? '' : ' AS DATE'})`,
  date_trunc: truncated,
  date_add: added,
  date_diff: difference,
  year: field(
    (x) => `year(${x})`,
    (months) => `(${months} // 12)`,
  ),
  month: field(
    (x) => `month(${x})`,
    (months) => `(${months} % 12)`,
  ),
  quarter: field((x) => `quarter(${x})`),
  week: field((x) => `week(${x})`),
  week_of_year: field((x) => `week(${x})`),
  year_of_week: field((x) => `isoyear(${x})`),
  yow: field((x) => `isoyear(${x})`),
  day: field(
    (x) => `day(${x})`,
    (millis) => `(${millis} // 86400000)`,
  ),
  day_of_month: field(
    (x) => `day(${x})`,
    (millis) => `(${millis} // 86400000)`,
  ),
  day_of_week: field((x) => `isodow(${x})`),
  dow: field((x) => `isodow(${x})`),
  day_of_year: field((x) => `dayofyear(${x})`),
  doy: field((x) => `dayofyear(${x})`),
  hour: field(
    (x) => `hour(${x})`,
    (millis) => `(${millis} // 3600000 % 24)`,
  ),
  minute: field(
    (x) => `minute(${x})`,
    (millis) => `(${millis} // 60000 % 60)`,
  ),
  second: field(
    (x) => `second(${x})`,
    (millis) => `(${millis} // 1000 % 60)`,
  ),
  millisecond: field(
    (x) => `(millisecond(${x}) % 1000)`,
    (millis) => `(${millis} % 1000)`,
  ),
  last_day_of_month: ([x = ''], call) => `last_day(${localOf(x, typeOf(call, 0))})`,
  timezone: ([x = '']) => `struct_extract(${x}, 'zone')`,
  timezone_hour: ([x = '']) => `CAST(trunc(${offsetMinutes(x)} / 60) AS BIGINT)`,
  timezone_minute: ([x = '']) => `CAST(${offsetMinutes(x)} % 60 AS BIGINT)`,
  at_timezone: ([x = ''], call) => `trino_zoned(struct_extract(${x}, 'utc'), ${zoneSql(call, 1)})`,
  with_timezone: ([x = ''], call) => `trino_from_local(${x}, ${zoneSql(call, 1)})`,
  current_timezone: () => `'UTC'`,
  from_unixtime: fromUnixtime,
  to_unixtime: ([x = '']) => `(epoch_us(struct_extract(${x}, 'utc')) / 1000000.0::DOUBLE)`,
  to_milliseconds: ([x = '']) => x,
};

const units: ReadonlySet<string> = new Set([
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
]);
const dateUnits: ReadonlySet<string> = new Set(['day', 'week', 'month', 'quarter', 'year']);
const clockUnits: ReadonlySet<string> = new Set(['millisecond', 'second', 'minute', 'hour']);

/** The unit that a call names, which has to be a constant that its argument's type has. */
function unitOf(call: Call, type: TrinoType): string {
  const unit = constantText(call, 0)?.toLowerCase();
  if (unit === undefined)
    throw new SqlError('NOT_SUPPORTED', `${call.signature.name} is only supported with a constant unit`);
  const allowed = type.kind === 'date' ? dateUnits : type.kind === 'time' ? clockUnits : units;
  if (!allowed.has(unit))
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', `'${unit}' is not a valid ${type.kind.toUpperCase()} field`);
  return unit;
}

/** Local time, where a value has a zone. */
export function localOf(sql: string, type: TrinoType): string {
  return type.kind === 'timestamptz' ? `trino_local(${sql})` : sql;
}

function truncated([, x = '']: readonly string[], call: Call): string {
  const type = typeOf(call, 1);
  const unit = unitOf(call, type);
  if (type.kind === 'date') return `CAST(date_trunc('${unit}', ${x}) AS DATE)`;
  if (type.kind === 'time') return `CAST(date_trunc('${unit}', DATE '1970-01-01' + ${x}) AS TIME)`;
  if (type.kind === 'timestamp') return `date_trunc('${unit}', ${x})`;
  const local = `trino_local(${x})`;
  if (!clockUnits.has(unit)) return `trino_from_local(date_trunc('${unit}', ${local}), struct_extract(${x}, 'zone'))`;
  return `trino_zoned(struct_extract(${x}, 'utc') - (${local} - date_trunc('${unit}', ${local})), struct_extract(${x}, 'zone'))`;
}

const millisOf: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const monthsOf: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

function added([, amount = '', x = '']: readonly string[], call: Call): string {
  const type = typeOf(call, 2);
  const unit = unitOf(call, type);
  const months = monthsOf[unit];
  if (months !== undefined) return addMonths({ type, sql: x }, `(${amount} * ${months})`)?.sql ?? 'NULL';
  const millis = `(${amount} * ${millisOf[unit] ?? 0})`;
  if (type.kind !== 'timestamptz' || clockUnits.has(unit)) return plusMillis({ type, sql: x }, millis);
  const local = plusMillis({ type: { kind: 'timestamp', precision: 6 }, sql: `trino_local(${x})` }, millis);
  return `trino_from_local(${local}, struct_extract(${x}, 'zone'))`;
}

/** Whole units that have passed; days and longer between zoned moments are counted in local time. */
function difference([, from = '', to = '']: readonly string[], call: Call): string {
  const type = typeOf(call, 1);
  const unit = unitOf(call, type);
  const [a, b] = [moment(from, type, unit), moment(to, type, unit, from)];
  return monthsOf[unit] === undefined
    ? `((epoch_us(${b}) - epoch_us(${a})) // ${(millisOf[unit] ?? 1) * 1000})`
    : `(trino_months_between(${a}, ${b}) // ${monthsOf[unit]})`;
}

function moment(sql: string, type: TrinoType, unit: string, zoneOf = sql): string {
  if (type.kind === 'date') return `CAST(${sql} AS TIMESTAMP)`;
  if (type.kind === 'time') return `(DATE '1970-01-01' + ${sql})`;
  if (type.kind !== 'timestamptz') return sql;
  const utc = `struct_extract(${sql}, 'utc')`;
  return clockUnits.has(unit) ? utc : `trino_at(${utc}, struct_extract(${zoneOf}, 'zone'))`;
}

/** A field of a moment, or of an interval. */
function field(ofMoment: (sql: string) => string, ofInterval?: (sql: string) => string): Implementation {
  return ([x = ''], call) => {
    const type = typeOf(call, 0);
    const isInterval = type.kind === 'interval day to second' || type.kind === 'interval year to month';
    return `CAST(${isInterval && ofInterval ? ofInterval(x) : ofMoment(localOf(x, type))} AS BIGINT)`;
  };
}

function offsetMinutes(zoned: string): string {
  return `((epoch_us(trino_local(${zoned})) - epoch_us(struct_extract(${zoned}, 'utc'))) // 60000000)`;
}

/** A zone argument by Trino's name; a constant is checked at once. */
function zoneSql(call: Call, index: number): string {
  const constant = constantText(call, index);
  if (constant === undefined) return `trino_zone(${call.args[index]?.sql})`;
  const name = zoneName(constant);
  if (name === undefined) throw new SqlError('INVALID_FUNCTION_ARGUMENT', `'${constant}' is not a valid time zone`);
  return text(name);
}

function fromUnixtime(args: readonly string[], call: Call): string {
  const [x = '', hours = '', minutes = ''] = args;
  const instant = `make_timestamp(CAST(floor(${x} * 1000 + 0.5) AS BIGINT) * 1000)`;
  if (args.length === 1) return `trino_zoned(${instant}, 'UTC')`;
  if (args.length === 2) return `trino_zoned(${instant}, ${zoneSql(call, 1)})`;
  return `trino_zoned(${instant}, trino_offset_name(${hours}, ${minutes}))`;
}
