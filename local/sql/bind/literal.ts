import type { Expression } from '../ast.ts';
import { cast } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { readJson, sortedJson, writeJson } from '../json/tree.ts';
import { parseTypeName } from '../parse-type-name.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, text } from '../type-name.ts';
import { momentLiteral } from './moment-literal.ts';

/** A varchar constant. */
export function constant(type: TrinoType, value: string): TypedSql {
  return { type, sql: text(value), literal: value };
}

/** A bare `1.5` is a DOUBLE on Athena, as `1.5E0` is; a decimal is written `DECIMAL '1.5'`. */
export function bindNumber(node: Extract<Expression, { kind: 'number' }>): TypedSql {
  if (node.form === 'integer') return integer(node.text);
  return { type: { kind: 'double' }, sql: `CAST('${node.text}' AS DOUBLE)`, literal: Number(node.text) };
}

function integer(digits: string): TypedSql {
  const value = BigInt(digits);
  if (value > 9223372036854775807n || value < -9223372036854775808n)
    throw new SqlError('SYNTAX_ERROR', `Invalid numeric literal: ${digits}`);
  const type: TrinoType = { kind: value > 2147483647n || value < -2147483648n ? 'bigint' : 'integer' };
  return { type, sql: `CAST(${value} AS ${duckdbType(type)})`, literal: value };
}

/** A decimal literal: its type is as wide as it is written, leading zeros aside. */
function decimal(digits: string): TypedSql {
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
  const moment = momentLiteral(type, node.value);
  if (moment) return moment;
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
