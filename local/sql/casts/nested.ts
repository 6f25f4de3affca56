import type { TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { quoted, rowKeys, text } from '../type-name.ts';

type Cast = (expr: TypedSql, to: TrinoType) => string | undefined;

/** CAST of arrays, maps and rows, element by element. */
export function nestedToSql(expr: TypedSql, to: TrinoType, cast: Cast): string | undefined {
  if (expr.type.kind === 'array' && to.kind === 'array') return arraySql(expr, expr.type.element, to.element, cast);
  if (expr.type.kind === 'map' && to.kind === 'map') return mapSql(expr, expr.type, to, cast);
  if (expr.type.kind === 'row' && to.kind === 'row') return rowSql(expr, expr.type, to, cast);
  return undefined;
}

/** A lambda parameter that does not occur in `sql`. */
export function freshName(sql: string, base = 'e'): string {
  let n = 1;
  while (sql.includes(`"${base}${n}"`)) n += 1;
  return quoted(`${base}${n}`);
}

/** Evaluates `value` once, for a body that needs it more than once. */
export function once(value: string, body: (name: string) => string, context = ''): string {
  const name = freshName(value + context, 'o');
  return `list_extract(list_transform([${value}], lambda ${name}: ${body(name)}), 1)`;
}

function arraySql(expr: TypedSql, from: TrinoType, to: TrinoType, cast: Cast): string | undefined {
  const name = freshName(expr.sql);
  const element = cast({ type: from, sql: name }, to);
  if (element === undefined) return undefined;
  return element === name ? expr.sql : `list_transform(${expr.sql}, lambda ${name}: ${element})`;
}

type MapType = Extract<TrinoType, { kind: 'map' }>;

function mapSql(expr: TypedSql, from: MapType, to: MapType, cast: Cast): string | undefined {
  const name = freshName(expr.sql);
  const oldKey = `struct_extract(${name}, 'key')`;
  const oldValue = `struct_extract(${name}, 'value')`;
  const key = cast({ type: from.key, sql: oldKey }, to.key);
  const value = cast({ type: from.value, sql: oldValue }, to.value);
  if (key === undefined || value === undefined) return undefined;
  if (key === oldKey && value === oldValue) return expr.sql;
  return `map_from_entries(list_transform(map_entries(${expr.sql}), lambda ${name}: {'key': ${key}, 'value': ${value}}))`;
}

type RowType = Extract<TrinoType, { kind: 'row' }>;

function rowSql(expr: TypedSql, from: RowType, to: RowType, cast: Cast): string | undefined {
  if (from.fields.length !== to.fields.length) return undefined;
  const simple = /^"[^"]*"(\."[^"]*")*$/.test(expr.sql);
  const source = simple ? expr.sql : freshName(expr.sql, 'o');
  const fields = castFields(source, from, to, cast);
  if (fields === undefined) return undefined;
  const body = `CASE WHEN ${source} IS NULL THEN NULL ELSE {${fields.join(', ')}} END`;
  return simple ? body : `list_extract(list_transform([${expr.sql}], lambda ${source}: ${body}), 1)`;
}

function castFields(source: string, from: RowType, to: RowType, cast: Cast): readonly string[] | undefined {
  const oldKeys = rowKeys(from);
  const newKeys = rowKeys(to);
  const fields: string[] = [];
  for (const [index, field] of from.fields.entries()) {
    const target = to.fields[index];
    const old = `struct_extract(${source}, ${text(oldKeys[index] ?? '')})`;
    const sql = target && cast({ type: field.type, sql: old }, target.type);
    if (sql === undefined) return undefined;
    fields.push(`${quoted(newKeys[index] ?? '')}: ${sql}`);
  }
  return fields;
}
