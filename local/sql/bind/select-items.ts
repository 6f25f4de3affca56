import type { Expression, SelectItem } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { rowKeys, text } from '../type-name.ts';
import type { Context, Field, Origin, Scope } from './context.ts';
import { expressionKey } from './expression-key.ts';
import { matchesQualifier, resolveName, written } from './resolve.ts';

/** A column of SELECT: `*` is spread out, nothing is bound yet. */
export type Item = {
  readonly name?: string;
  readonly key: string;
  readonly expression?: Expression;
  readonly origin?: Origin;
  bind(scope: Scope): TypedSql;
};

export function selectItems(items: readonly SelectItem[], scope: Scope, context: Context): readonly Item[] {
  return items.flatMap((item) => {
    if (item.kind === 'all') return allColumns(item, scope, context);
    return [expressionItem(item.value, item.alias?.value ?? impliedName(item.value), scope, context)];
  });
}

function impliedName(value: Expression): string | undefined {
  if (value.kind === 'name') return value.parts.at(-1)?.value;
  return value.kind === 'field' ? value.field.value : undefined;
}

function expressionItem(value: Expression, name: string | undefined, scope: Scope, context: Context): Item {
  const origin = originOf(value, scope);
  return {
    ...(name !== undefined && { name }),
    key: expressionKey(value, scope),
    expression: value,
    ...(origin && { origin }),
    bind: (inner) => context.expression(value, inner),
  };
}

function originOf(value: Expression, scope: Scope): Origin | undefined {
  if (value.kind !== 'name') return undefined;
  const found = resolveName(value.parts, scope);
  return found?.scope === scope && found.path.length === 0 ? found.field?.origin : undefined;
}

function allColumns(item: Extract<SelectItem, { kind: 'all' }>, scope: Scope, context: Context): readonly Item[] {
  if (!item.of) {
    const visible = scope.fields.filter((field) => !field.hidden);
    if (visible.length === 0)
      throw new SqlError('COLUMN_NOT_FOUND', 'SELECT * not allowed in queries without FROM clause', item.at);
    return visible.map((field) => fieldItem(field));
  }
  const items = item.of.kind === 'name' ? relationColumns(item.of, scope) : rowColumns(item.of, scope, context);
  if (item.aliases.length > 0 && item.aliases.length !== items.length) {
    throw new SqlError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${item.aliases.length} entries but relation has ${items.length} columns`,
      item.at,
    );
  }
  return items.map((column, index) => ({ ...column, ...(item.aliases[index] && { name: item.aliases[index].value }) }));
}

function relationColumns(of: Extract<Expression, { kind: 'name' }>, scope: Scope): readonly Item[] {
  const names = of.parts.map((part) => part.value.toLowerCase());
  const fields = scope.fields.filter((field) => !field.hidden && matchesQualifier(field, names));
  if (fields.length > 0) return fields.map((field) => fieldItem(field));
  throw new SqlError('TABLE_NOT_FOUND', `Unable to resolve reference ${written(of.parts)}`, of.at);
}

function rowColumns(of: Expression, scope: Scope, context: Context): readonly Item[] {
  const row = context.expression(of, scope);
  const { type } = row;
  if (type.kind !== 'row') throw new SqlError('TYPE_MISMATCH', 'expected expression of type Row', of.at);
  return rowKeys(type).map((key, index) => ({
    ...(type.fields[index]?.name !== undefined && { name: type.fields[index].name }),
    key: `${expressionKey(of, scope)}.${key}`,
    bind: (inner: Scope) => ({
      type: type.fields[index]?.type ?? { kind: 'unknown' },
      sql: `struct_extract(${context.expression(of, inner).sql}, ${text(key)})`,
    }),
  }));
}

function fieldItem(field: Field): Item {
  return {
    ...(field.name !== undefined && { name: field.name }),
    key: field.sql,
    ...(field.origin && { origin: field.origin }),
    bind: (scope) =>
      scope.grouping
        ? scope.grouping.column(field, field.name ?? '', { line: 1, column: 1 })
        : { type: field.type, sql: field.sql },
  };
}
