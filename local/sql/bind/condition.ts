import type { Expression, Position } from '../ast.ts';
import { coerce, commonSuperType } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { bindComparison } from '../functions/operators.ts';
import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { rowKeys, text, typeName } from '../type-name.ts';
import { mismatch } from './context.ts';

type Bind = (expression: Expression) => TypedSql;

const BOOLEAN: TrinoType = { kind: 'boolean' };

/** A condition that must be boolean; `clause` names it in the error. */
export function condition(value: TypedSql, clause: string, at: Position): TypedSql {
  const bool = coerce(value, BOOLEAN);
  if (bool) return bool;
  throw mismatch(`${clause} must evaluate to a boolean: actual type ${typeName(value.type)}`, at);
}

export function bindNot(value: TypedSql, at: Position): TypedSql {
  return { type: BOOLEAN, sql: `(NOT ${condition(value, 'Value of logical NOT expression', at).sql})` };
}

export function bindLogical(operator: 'AND' | 'OR', terms: readonly Expression[], bind: Bind): TypedSql {
  const parts = terms.map((term) => condition(bind(term), 'Logical expression term', term.at).sql);
  return { type: BOOLEAN, sql: `(${parts.join(` ${operator} `)})` };
}

export function bindBetween(node: Extract<Expression, { kind: 'between' }>, bind: Bind): TypedSql {
  const value = bind(node.value);
  const low = bind(node.low);
  const high = bind(node.high);
  const sql = betweenSql(value, low, high, node.at);
  return { type: BOOLEAN, sql: node.negated ? `(NOT ${sql})` : sql };
}

function betweenSql(value: TypedSql, low: TypedSql, high: TypedSql, at: Position): string {
  try {
    return `(${bindComparison('>=', value, low).sql} AND ${bindComparison('<=', value, high).sql})`;
  } catch (error) {
    if (!(error instanceof SqlError) || error.name !== 'TYPE_MISMATCH') throw error;
    const types = [value, low, high].map((side) => typeName(side.type));
    throw mismatch(`Cannot check if ${types[0]} is BETWEEN ${types[1]} and ${types[2]}`, at);
  }
}

/** Equal to any of the items, NULL where only a NULL leaves it open. */
export function bindInList(node: Extract<Expression, { kind: 'in list' }>, bind: Bind): TypedSql {
  const value = bind(node.value);
  const items = node.items.map(bind);
  const sql = plainInList(value, items) ?? testedInList(value, items, node.at);
  return { type: BOOLEAN, sql: node.negated ? `(NOT ${sql})` : sql };
}

/**
 * DuckDB's own IN, for constants of the value's own type: it compares these as Trino does. A long list it turns into a join, whose value is computed
 * ahead of a TRY or CASE around it: of a value that may fail a list is looked through instead.
 */
function plainInList(value: TypedSql, items: readonly TypedSql[]): string | undefined {
  if (!PLAIN.includes(value.type.kind)) return undefined;
  const constants = items.map((item) => (item.literal === undefined ? undefined : coerce(item, value.type)?.sql));
  if (constants.includes(undefined)) return undefined;
  const list = constants.join(', ');
  const isComputed = !COLUMN.test(value.sql) && items.every(({ literal }) => literal !== null);
  return isComputed ? `list_contains([${list}], ${value.sql})` : `(${value.sql} IN (${list}))`;
}

const COLUMN = /^("[^"]+"\.)?"[^"]+"$/;

const PLAIN: readonly string[] = ['boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'varchar', 'date'];

function testedInList(value: TypedSql, items: readonly TypedSql[], at: Position): string {
  const tests = items.map((item) => inListTest(value, item, at)).join(' OR ');
  return value.type.kind === 'row' ? rowInList(tests, [value, ...items]) : `(${tests})`;
}

/** Rows with a NULL in them leave it open whatever their other fields are. */
function rowInList(tests: string, rows: readonly TypedSql[]): string {
  const open = rows.map((row) => indeterminate(row)).join(' OR ');
  return `(CASE WHEN ${tests} THEN TRUE WHEN ${open} THEN NULL ELSE FALSE END)`;
}

function indeterminate(value: TypedSql): string {
  const { type } = value;
  if (type.kind !== 'row') return `(${value.sql} IS NULL)`;
  const fields = rowKeys(type).map((key, index) =>
    indeterminate({ type: type.fields[index]?.type ?? BOOLEAN, sql: `struct_extract(${value.sql}, ${text(key)})` }),
  );
  return `(${[`${value.sql} IS NULL`, ...fields].join(' OR ')})`;
}

function inListTest(value: TypedSql, item: TypedSql, at: Position): string {
  try {
    return bindComparison('=', value, item).sql;
  } catch (error) {
    if (!(error instanceof SqlError) || error.name !== 'TYPE_MISMATCH') throw error;
    throw mismatch(`IN value and list items must be the same type: ${typeName(value.type)}`, at);
  }
}

export function bindLike(node: Extract<Expression, { kind: 'like' }>, bind: Bind): TypedSql {
  const value = padded(likeSide(bind(node.value), 'Left side of LIKE expression', node.value.at));
  const pattern = likeSide(bind(node.pattern), 'Pattern for LIKE expression', node.pattern.at);
  const mark = node.escape && likeSide(bind(node.escape), 'Escape for LIKE expression', node.escape.at);
  const plain = mark ? escapedLike(value.sql, pattern.sql, mark, node.at) : `(${value.sql} LIKE ${pattern.sql})`;
  return { type: BOOLEAN, sql: node.negated ? `(NOT ${plain})` : plain };
}

/** char(n) meets a pattern with its padding. */
function padded(value: TypedSql): TypedSql {
  return value.type.kind === 'char' ? { ...value, sql: `rpad(${value.sql}, ${value.type.length}, ' ')` } : value;
}

/** LIKE … ESCAPE; an escape that is followed by anything but a wildcard or itself is an error. */
function escapedLike(value: string, pattern: string, mark: TypedSql, at: Position): string {
  if (typeof mark.literal !== 'string') throw new SqlError('NOT_SUPPORTED', 'ESCAPE must be a constant', at);
  if ([...mark.literal].length !== 1) {
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', 'Escape string must be a single character', at);
  }
  const sign = mark.literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const rest = `regexp_replace(${pattern}, ${text(`${sign}[%_${sign === '^' ? '' : sign}]`)}, '', 'g')`;
  const bad = raise('INVALID_FUNCTION_ARGUMENT', text(BAD_ESCAPE));
  return `(CASE WHEN contains(${rest}, ${text(mark.literal)}) AND ${value} IS NOT NULL THEN ${bad} ELSE ${value} LIKE ${pattern} ESCAPE ${text(mark.literal)} END)`;
}

const BAD_ESCAPE = "Escape character must be followed by '%', '_' or the escape character itself";

function likeSide(value: TypedSql, what: string, at: Position): TypedSql {
  if (value.type.kind === 'varchar' || value.type.kind === 'char' || value.type.kind === 'unknown') {
    return value.type.kind === 'unknown' ? { type: { kind: 'varchar' }, sql: 'CAST(NULL AS VARCHAR)' } : value;
  }
  throw mismatch(`${what} must evaluate to a varchar (actual: ${typeName(value.type)})`, at);
}

export function bindCase(node: Extract<Expression, { kind: 'case' }>, bind: Bind): TypedSql {
  const operand = node.operand && bind(node.operand);
  const whens = node.whens.map((when) => ({
    test: operand
      ? bindComparison('=', operand, bind(when.condition)).sql
      : condition(bind(when.condition), 'CASE WHEN clause', when.condition.at).sql,
    result: bind(when.result),
  }));
  const otherwise: TypedSql = node.otherwise ? bind(node.otherwise) : NULL;
  const results = unify([...whens.map((when) => when.result), otherwise], 'All CASE results', node.at);
  const branches = whens.map((when, index) => `WHEN ${when.test} THEN ${results.values[index]?.sql}`);
  return { type: results.type, sql: `(CASE ${branches.join(' ')} ELSE ${results.values.at(-1)?.sql} END)` };
}

const NULL: TypedSql = { type: { kind: 'unknown' }, sql: 'CAST(NULL AS INTEGER)', literal: null };

/** Values coerced to the one type that all of them have in common. */
export function unify(
  values: readonly TypedSql[],
  what: string,
  at: Position,
): { readonly type: TrinoType; readonly values: readonly TypedSql[] } {
  const type = values.reduce<TrinoType>(
    (common, value) => {
      const wider = commonSuperType(common, value.type);
      if (!wider) {
        throw mismatch(`${what} must be the same type: ${typeName(common)}, ${typeName(value.type)}`, at);
      }
      return wider;
    },
    { kind: 'unknown' },
  );
  return { type, values: values.map((value) => coerced(value, type, what, at)) };
}

function coerced(value: TypedSql, type: TrinoType, what: string, at: Position): TypedSql {
  const result = coerce(value, type);
  if (!result) throw mismatch(`${what} must be the same type: ${typeName(value.type)}, ${typeName(type)}`, at);
  return result;
}
