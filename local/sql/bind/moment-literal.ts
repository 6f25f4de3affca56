import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { text } from '../type-name.ts';

const PLAIN = /^(\d{4})-(\d\d?)-(\d\d?)(?: (\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?)?$/;

/** A date or timestamp in its plain form, as DuckDB's own literal; other forms are left to the cast. Throws INVALID_LITERAL. */
export function momentLiteral(type: TrinoType, value: string): TypedSql | undefined {
  if (type.kind !== 'date' && type.kind !== 'timestamp') return undefined;
  const parts = PLAIN.exec(value.trim());
  if (!parts || (type.kind === 'date' && parts[4] !== undefined)) return undefined;
  const name = type.kind === 'date' ? 'DATE' : 'TIMESTAMP';
  if (!isDay(numbers(parts.slice(1, 4))) || !isTime(numbers(parts.slice(4)))) {
    throw new SqlError('INVALID_LITERAL', `'${value}' is not a valid ${name} literal`);
  }
  return { type, sql: `${name} ${text(value.trim())}`, literal: value.trim() };
}

function numbers(parts: readonly (string | undefined)[]): readonly number[] {
  return parts.map((part) => Number(part ?? 0));
}

function isDay([year = 0, month = 0, day = 0]: readonly number[]): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && month > 0 && day > 0 && date.getUTCMonth() === month - 1;
}

function isTime([hour = 0, minute = 0, second = 0]: readonly number[]): boolean {
  return hour < 24 && minute < 60 && second < 60;
}
