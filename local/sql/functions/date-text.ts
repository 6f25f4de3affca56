import { localOf } from './date.ts';
import { type Implementations, typeOf } from './implementation.ts';

/** Dates and times to and from text. */
export const dateTextFunctions: Implementations = {
  date_format: ([x = '', pattern = ''], call) =>
    `trino_date_format(epoch_us(${localOf(x, typeOf(call, 0))}), ${pattern})`,
  format_datetime: ([x = '', pattern = ''], call) =>
    typeOf(call, 0).kind === 'timestamptz'
      ? `trino_format_datetime(epoch_us(struct_extract(${x}, 'utc')), struct_extract(${x}, 'zone'), ${pattern})`
      : `trino_format_datetime(epoch_us(${x}), 'UTC', ${pattern})`,
  date_parse: ([x = '', pattern = '']) => `make_timestamp(trino_date_parse(${x}, ${pattern}))`,
  parse_datetime: ([x = '', pattern = '']) =>
    `trino_from_local(make_timestamp(trino_parse_datetime(${x}, ${pattern})), trino_parse_datetime_zone(${x}, ${pattern}))`,
  from_iso8601_timestamp: ([x = '']) =>
    `trino_from_local(make_timestamp(trino_iso_micros(${x})), trino_iso_zone(${x}))`,
  from_iso8601_date: ([x = '']) => `(DATE '1970-01-01' + trino_iso_days(${x}))`,
  to_iso8601: ([x = ''], call) => {
    const type = typeOf(call, 0);
    if (type.kind === 'date') return `CAST(${x} AS VARCHAR)`;
    const precision = 'precision' in type ? type.precision : 3;
    const local = `left(strftime(${localOf(x, type)}, '%Y-%m-%dT%H:%M:%S.%f'), ${precision === 0 ? 19 : 20 + precision})`;
    if (type.kind !== 'timestamptz') return local;
    const offset = `trino_format_datetime(epoch_us(struct_extract(${x}, 'utc')), struct_extract(${x}, 'zone'), 'ZZ')`;
    return `(${local} || CASE WHEN ${offset} = '+00:00' THEN 'Z' ELSE ${offset} END)`;
  },
  human_readable_seconds: ([x = '']) => `trino_human_seconds(${x})`,
  parse_duration: ([x = '']) => `trino_parse_duration(${x})`,
};
