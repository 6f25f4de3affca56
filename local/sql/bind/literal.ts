import type { Expression } from '../ast.ts';
import { cast } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { readJson, sortedJson, writeJson } from '../json/tree.ts';
import { parseTypeName } from '../parse-type-name.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, text } from '../type-name.ts';

/** A varchar constant. */
export function constant(type: TrinoType, value: string): TypedSql {
  return { type, sql: text(value), literal: value };
}

export function bindNumber(node: Extract<Expression, { kind: 'number' }>): TypedSql {
  if (node.form === 'integer') return integer(node.text);
  if (node.form === 'double') {
    return { type: { kind: 'double' }, sql: `CAST('${node.text}' AS DOUBLE)`, literal: Number(node.text) };
  }
  return decimal(node.text);
}

function integer(digits: string): TypedSql {
  const value = BigInt(digits);
  if (value > 9223372036854775807n) throw new SqlError('SYNTAX_ERROR', `Invalid numeric literal: ${digits}`);
  const type: TrinoType = { kind: value > 2147483647n ? 'bigint' : 'integer' };
  return { type, sql: `CAST(${value} AS ${duckdbType(type)})`, literal: value };
}

/** A decimal literal: its type is as wide as it is written, leading zeros aside. */
export function decimal(digits: string): TypedSql {
  const parts = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(digits.trim());
  const [, sign = '', whole = '', fraction = ''] = parts ?? [];
  if (!parts) throw new SqlError('INVALID_LITERAL', `Invalid decimal literal: ${digits}`);
  const precision = Math.max(whole.length + fraction.length, 1);
  if (precision > 38) throw new SqlError('INVALID_LITERAL', `Invalid decimal literal: ${digits}`);
  const type: TrinoType = { kind: 'decimal', precision, scale: fraction.length };
  const value = `${sign}${whole || '0'}${fraction && `.${fraction}`}`;
  return { type, sql: `CAST('${value}' AS ${duckdbType(type)})`, literal: value };
}

/** `DATE '2026-11-01'`, `DECIMAL '1.50'`, `JSON '[1]'`: the text cast to the type. */
export function bindTypedLiteral(node: Extract<Expression, { kind: 'typed literal' }>): TypedSql {
  if (node.type === 'decimal') return decimal(node.value);
  if (node.type === 'json') return { type: { kind: 'json' }, sql: `trino_json_parse(${text(node.value)})` };
  const type = literalType(node.type, node.value);
  if (type.kind === 'json') return jsonLiteral(node.value);
  const value = cast(constant({ kind: 'varchar' }, node.value), type, { try: false });
  return { ...value, ...(isText(type) && { literal: node.value.trim() }) };
}

/** `JSON '…'` parses its text; a cast would make a JSON string of it. */
function jsonLiteral(value: string): TypedSql {
  const json = readJson(value);
  if (!json) throw new SqlError('INVALID_LITERAL', `Invalid JSON literal: ${value}`);
  return { type: { kind: 'json' }, sql: text(writeJson(sortedJson(json))) };
}

function isText(type: TrinoType): boolean {
  return type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'varchar' || type.kind === 'char';
}

function literalType(name: string, value: string): TrinoType {
  const digits = /[.](\d+)/.exec(value)?.[1]?.length ?? 0;
  if (name.startsWith('time') && digits > 6) {
    throw new SqlError('NOT_SUPPORTED', `the local cloud keeps microseconds: ${value}`);
  }
  if (name === 'timestamp') return { kind: hasZone(value) ? 'timestamptz' : 'timestamp', precision: digits };
  if (name === 'time') return { kind: hasZone(value) ? 'timetz' : 'time', precision: digits };
  if (name === 'char') return { kind: 'char', length: value.length };
  return parseTypeName(name);
}

/** Whether a timestamp's text ends in a zone: `UTC`, `Europe/Dublin`, `+01:00`. */
function hasZone(value: string): boolean {
  return /[A-Za-z]/.test(value) || /:\d\d(?:\.\d+)?\s*[+-]\d/.test(value) || /\s[+-]\d\d?:?\d\d$/.test(value);
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
};

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
