import type { SchemaElement } from 'hyparquet';
import type { ResultColumn } from '../../aws/athena-result.ts';

/** What a column of a result becomes in Parquet: its type there, and each value's. */
export type ParquetColumn = {
  readonly name: string;
  readonly element: SchemaElement;
  readonly read: (text: string) => unknown;
  /** Whether a value is the text itself. */
  readonly isText: boolean;
  /** Of what Parquet has a type for and this file has not: arrays, maps, rows and others are the texts that Athena writes. */
  readonly isAsText: boolean;
};

type Typed = { readonly type: Omit<SchemaElement, 'name'>; readonly read: (text: string) => unknown };

const integer: Typed = { type: { type: 'INT32' }, read: Number };
const text: Typed = {
  type: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  read: (value) => value,
};
const texts = /^(varchar|char|string)$/;

const typed: Readonly<Record<string, Typed>> = {
  boolean: { type: { type: 'BOOLEAN' }, read: (value) => value === 'true' },
  tinyint: integer,
  smallint: integer,
  int: integer,
  integer,
  bigint: { type: { type: 'INT64' }, read: BigInt },
  real: { type: { type: 'FLOAT' }, read: Number },
  float: { type: { type: 'FLOAT' }, read: Number },
  double: { type: { type: 'DOUBLE' }, read: Number },
  date: { type: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }, read: dayOf },
  timestamp: {
    type: {
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
    },
    read: microsOf,
  },
};

/** Columns by their types, each with a name of its own: Parquet has no two of one name, where a SELECT may. */
export function parquetColumns(columns: readonly ResultColumn[]): readonly ParquetColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const name = ownName(column.name, taken);
    taken.add(name);
    const found = column.type === 'decimal' ? decimal(column) : typed[column.type];
    const { type, read } = found ?? text;
    const isAsText = found === undefined && !texts.test(column.type);
    return {
      name,
      element: { name, repetition_type: 'OPTIONAL', ...type },
      read,
      isText: found === undefined,
      isAsText,
    };
  });
}

function ownName(name: string, taken: ReadonlySet<string>): string {
  let own = name;
  for (let at = 2; taken.has(own); at += 1) own = `${name}_${at}`;
  return own;
}

/** A whole number of its last digit; Parquet keeps 18 digits in 8 bytes, and more in as many as they need. */
function decimal({ precision, scale }: ResultColumn): Typed {
  const bytes = Math.ceil((precision * Math.log2(10) + 1) / 8);
  const type =
    precision <= 18 ? ({ type: 'INT64' } as const) : ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: bytes } as const);
  return {
    type: { ...type, converted_type: 'DECIMAL', precision, scale },
    read: (value) => {
      const [whole = '', part = ''] = value.split('.');
      return BigInt(whole + part.padEnd(scale, '0'));
    },
  };
}

const dayMs = 86_400_000;

/** Days since 1970. */
function dayOf(value: string): number {
  return midnight(value) / dayMs;
}

/** Microseconds since 1970, by the clock that the text reads. */
function microsOf(value: string): bigint {
  const [, day = '', hours, minutes, seconds, part = ''] = /^(\S+) (\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  if (day === '') throw new Error(`no time that Parquet can hold: ${value}`);
  const wholeSeconds = midnight(day) / 1000 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return BigInt(wholeSeconds) * 1_000_000n + BigInt(part.slice(0, 6).padEnd(6, '0'));
}

function midnight(value: string): number {
  const [, year, month, day] = /^([+-]?\d+)-(\d+)-(\d+)$/.exec(value) ?? [];
  const date = new Date(0);
  // Date.UTC takes the year 20 for 1920.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (Number.isNaN(date.getTime())) throw new Error(`no day that Parquet can hold: ${value}`);
  return date.getTime();
}
