import type { Expression } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';

const MILLISECONDS: Readonly<Record<string, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
};

/** An interval literal: months, or milliseconds. */
export function bindInterval(node: Extract<Expression, { kind: 'interval' }>): TypedSql {
  const negative = node.negative !== node.value.trim().startsWith('-');
  const digits = node.value.trim().replace(/^[+-]/, '');
  const months = node.from === 'year' || node.from === 'month';
  const size = months ? monthCount(node.from, node.to, digits) : milliseconds(node.from, node.to, digits);
  if (size === undefined) {
    throw new SqlError('INVALID_LITERAL', `Invalid INTERVAL ${node.from.toUpperCase()} value: ${node.value}`);
  }
  const value = negative ? -size : size;
  return months
    ? { type: { kind: 'interval year to month' }, sql: `CAST(${value} AS INTEGER)`, literal: value }
    : { type: { kind: 'interval day to second' }, sql: `CAST(${value} AS BIGINT)`, literal: value };
}

function monthCount(from: string, to: string | undefined, digits: string): number | undefined {
  if (from === 'year' && to === 'month') {
    const parts = /^(\d+)-(\d+)$/.exec(digits);
    return parts ? Number(parts[1]) * 12 + Number(parts[2]) : undefined;
  }
  if (to !== undefined || !/^\d+$/.test(digits)) return undefined;
  return from === 'year' ? Number(digits) * 12 : Number(digits);
}

const FIELDS: readonly string[] = ['day', 'hour', 'minute', 'second'];

function milliseconds(from: string, to: string | undefined, digits: string): number | undefined {
  const fields = FIELDS.slice(FIELDS.indexOf(from), FIELDS.indexOf(to ?? from) + 1);
  const last = fields.at(-1) === 'second' ? '(\\d+(?:\\.\\d{1,3})?)' : '(\\d+)';
  const pattern = fields.map(
    (field, index) => `${separator(field, index)}${index === fields.length - 1 ? last : '(\\d+)'}`,
  );
  const parts = new RegExp(`^${pattern.join('')}$`).exec(digits);
  if (!parts || fields.length === 0) return undefined;
  return Math.round(
    fields.reduce((sum, field, index) => sum + Number(parts[index + 1]) * (MILLISECONDS[field] ?? 0), 0),
  );
}

function separator(field: string, index: number): string {
  if (index === 0) return '';
  return field === 'hour' ? '\\s+' : ':';
}
